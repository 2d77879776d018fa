using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Queries;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>What a query begins with.</summary>
internal static class SourceCompiler
{
    /// <param name="reads">Whether a deferred column is asked for somewhere: a user's SQL need not have the others.</param>
    public static Pipeline Begin(Translation translation, Clause first, Func<Property, bool> reads) => first switch
    {
        Clause.From from => Pipeline.Of(translation, translation.Model.Entity(from.Entity)),
        Clause.FromSql sql => Raw(translation, sql, reads),
        _ => throw new InvalidOperationException($"a query cannot begin with {first}"),
    };

    private static Pipeline Raw(Translation translation, Clause.FromSql clause, Func<Property, bool> reads)
    {
        translation.Statement.IsRaw = true;
        var raw = RawSql.Of(clause.Sql, translation.OffsetOf(clause.Sql));
        var select = new SelectBuilder(translation);
        var alias = translation.NextAlias();
        if (translation.Model.Find(clause.Result) is { } entity) return Entities(translation, entity.Properties.Where(p => !p.IsDeferred || reads(p)), entity, raw, alias, select);
        if (TypeMappings.Find(clause.Result) is { } mapping)
        {
            select.From = new SqlSource.Raw(raw, alias, "v");
            return Pipeline.Of(translation, select, Cell(alias, "v", clause.Result, mapping));
        }
        select.From = new SqlSource.Raw(raw, alias, null);
        return Pipeline.Of(translation, select, Made(clause.Result, alias));
    }

    /// <summary>A user's rows have no system columns, so the version is looked up by key. The columns are what the user's SQL says they are.</summary>
    private static Pipeline Entities(Translation translation, IEnumerable<Property> properties, EntityType entity, SqlRaw raw, string alias, SelectBuilder select)
    {
        var outer = translation.NextAlias();
        var items = properties.Select(p => new SqlItem(p.IsSystem ? Version(translation, entity, p, alias) : Own(alias, p), p.Column)).ToList();
        select.From = new SqlSource.Derived(new SqlSelect { Columns = [.. items], From = new SqlSource.Raw(raw, alias, null) }, outer);
        var source = new EntitySource(entity, outer, select, false);
        select.Filter(source);
        return Pipeline.Of(translation, select, new EntityExpression(source, "x"));
    }

    private static SqlColumn Own(string alias, Property property) => new(alias, property.Column, property.Mapping, property.IsNullable);

    private static SqlScalar Version(Translation translation, EntityType entity, Property version, string alias)
    {
        var table = translation.NextAlias();
        var sameKey = entity.Key.Properties.Select(SqlExpression (key) => SqlBinary.Of(SqlOperator.Equal, Own(table, key), Own(alias, key), SqlTypes.Boolean));
        return new(new SqlSelect { Columns = [new(Own(table, version))], From = new SqlSource.Table(entity.Schema, entity.Table, table), Where = [.. sameKey] }, version.Mapping, false);
    }

    /// <summary>A class that is no entity: its constructor's parameters, or its settable properties, are the columns, named in snake_case.</summary>
    private static Expression Made(Type type, string alias)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        if (constructor is null || type.IsAbstract) throw new StatementException($"FromSql<{type.Name}>: it is no entity of the model, PostgreSQL has no type for it, and it has no constructor to make rows with");
        var made = Expression.New(constructor, constructor.GetParameters().Select(p => Cell(type, alias, p.Name!, p.ParameterType)));
        if (made.Arguments.Count > 0) return made;
        var properties = type.GetProperties().Where(p => p is { CanWrite: true, SetMethod.IsPublic: true } && p.GetIndexParameters().Length == 0);
        return Expression.MemberInit(made, properties.Select(p => Expression.Bind(p, Cell(type, alias, p.Name, p.PropertyType))));
    }

    private static SqlNodeExpression Cell(Type owner, string alias, string name, Type type) => Cell(alias, Identifiers.Snake(name), type,
        TypeMappings.Find(type) ?? throw new StatementException($"FromSql<{owner.Name}>: PostgreSQL has no type for {type.Name}, the type of {name}"));

    private static SqlNodeExpression Cell(string alias, string column, Type type, TypeMapping mapping) =>
        new(new SqlCast(new SqlColumn(alias, column, mapping, true), mapping), type);
}
