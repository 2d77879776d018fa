using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm;

/// <summary>Says how one column is mapped.</summary>
public sealed class PropertyBuilder<P>
{
    private readonly PropertyOptions _options;

    internal PropertyBuilder(PropertyOptions options) => _options = options;

    /// <summary>The column's name; for a value object, what the names of its columns begin with.</summary>
    public PropertyBuilder<P> HasColumnName(string name)
    {
        _options.ColumnName = name;
        return this;
    }

    /// <summary>The column's type as PostgreSQL writes it: <c>numeric(10,2)</c>, <c>timestamp without time zone</c>; an integer type for an enum kept as a number.</summary>
    public PropertyBuilder<P> HasColumnType(string type)
    {
        _options.ColumnType = type;
        return this;
    }

    /// <summary>A default that the server gives when the property is not set on Add.</summary>
    /// <param name="sql">An SQL expression: <c>now()</c>.</param>
    public PropertyBuilder<P> HasDefaultSql(string sql)
    {
        _options.DefaultSql = sql;
        return this;
    }

    /// <summary>A column that the server computes from others of the row (stored), read and never written.</summary>
    /// <param name="sql">An SQL expression over columns: <c>width * height</c>.</param>
    public PropertyBuilder<P> HasComputedSql(string sql)
    {
        _options.ComputedSql = sql;
        return this;
    }

    /// <summary>The longest text the column takes, in characters (code points).</summary>
    public PropertyBuilder<P> HasMaxLength(int length)
    {
        _options.MaxLength = length;
        return this;
    }

    /// <summary>How the property's value becomes one that a column can hold, and back. Neither is called with null.</summary>
    public PropertyBuilder<P> HasConversion<S>(Expression<Func<P, S>> toStored, Expression<Func<S, P>> fromStored)
    {
        _options.Conversion = (toStored, fromStored);
        return this;
    }

    /// <summary>NOT NULL or not, where it shall differ from what the C# type says.</summary>
    public PropertyBuilder<P> IsRequired(bool required = true)
    {
        _options.IsRequired = required;
        return this;
    }
}
