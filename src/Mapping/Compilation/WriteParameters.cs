using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Types;

namespace AkkaOrm.Compilation;

/// <summary>Collects the parameters of a statement as its text mentions them.</summary>
internal sealed class WriteParameters(bool isMany)
{
    private readonly ImmutableArray<WriteParameter>.Builder _roles = ImmutableArray.CreateBuilder<WriteParameter>();
    private readonly ImmutableArray<StatementParameter>.Builder _types = ImmutableArray.CreateBuilder<StatementParameter>();
    private readonly List<string> _names = [];

    /// <summary>For one row the parameter itself; for many the name of its element in <see cref="Unnested"/>.</summary>
    public string Add(WriteRole role, Property property, string name)
    {
        _roles.Add(new(role, property));
        _types.Add(new(property.Mapping.Store, isMany));
        _names.Add(name);
        return isMany ? $"v.{name}" : $"${_types.Count}";
    }

    public string AddCount()
    {
        _roles.Add(new(WriteRole.Count, null));
        _types.Add(new(StoreTypes.Integer));
        return $"${_types.Count}";
    }

    /// <summary><c>unnest($1::integer[], …) WITH ORDINALITY AS v(k0, …, o)</c>: a row of all parameters, or of the first few.</summary>
    public string Unnested(int? first = null)
    {
        var count = first ?? _types.Count;
        var arrays = Enumerable.Range(0, count).Select(i => $"${i + 1}::{_types[i].Type.ArrayName}");
        return $"unnest({string.Join(", ", arrays)}) WITH ORDINALITY AS v({string.Join(", ", _names.Take(count))}, o)";
    }

    /// <summary>How many rows were given, in SQL.</summary>
    public string Given => isMany ? "cardinality($1)" : "1";

    public WriteStatement Statement(string sql, ImmutableArray<StoreType> columns, ImmutableArray<int> returned) =>
        new(new(sql, _types.ToImmutable(), columns, StatementKind.Write), _roles.ToImmutable(), returned);
}
