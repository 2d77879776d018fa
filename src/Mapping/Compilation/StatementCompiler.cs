using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Queries;
using AkkaOrm.Statements;

namespace AkkaOrm.Compilation;

/// <summary>Compiles one query: where rows come from, what is said of them, what is made of them, and what is loaded along.</summary>
internal sealed class StatementCompiler
{
    private readonly Translation _translation;
    private readonly ImmutableArray<Clause> _clauses;
    private readonly ImmutableArray<string> _comments;
    private readonly List<CompiledStep?> _steps = [];

    // What only the session's memory would know is not asked for.
    private readonly bool _isUntracked;

    private StatementCompiler(Model model, ImmutableArray<Clause> clauses, QueryValues values, ModelFilters filters)
    {
        _translation = new(model, values, filters);
        _clauses = clauses;
        _isUntracked = clauses.Any(c => c is Clause.NoTracking);
        _comments = [.. clauses.OfType<Clause.Tag>().Select(t => t.Comment)];
        foreach (var ignored in Ignored(clauses)) _translation.Ignore(ignored.Names);
    }

    public static CompiledRead Fetch(Model model, Query query, QueryValues values, ModelFilters filters) => new StatementCompiler(model, query.Clauses, values, filters).Fetch();

    public static CompiledRead Find(EntityType entity, Model model, QueryValues values, ModelFilters filters) =>
        new StatementCompiler(model, [], values, filters).Find(entity) with { Many = new StatementCompiler(model, [], values, filters).FindMany(entity) };

    public static CompiledRead Load(Model model, Query includes, QueryValues values, ModelFilters filters) => new StatementCompiler(model, includes.Clauses, values, filters).Load();

    private CompiledRead Fetch()
    {
        Begin();
        var rows = SourceCompiler.Begin(_translation, _clauses[0], p => _clauses.Any(c => Navigation.Names(c, p.Name)));
        RowsCompiler.Apply(_translation, rows, _clauses.Skip(1), apart: _clauses.Any(NeedsTables));
        if (rows.Element is not EntityExpression { Source: var source })
        {
            Lock(rows);
            var step = new StepBuilder(0, rows.Sql);
            var (projection, maker) = ProjectionCompiler.Compile(rows, step);
            End(step);
            if (_steps.Count == 1) _steps[0]!.Statement.Maker = maker;
            return Read(projection);
        }
        var spec = IncludeSpec.Of(source.Entity, _clauses);
        var root = new StepBuilder(0, rows.Sql);
        var node = Entity(root, source, spec);
        Lock(rows);
        End(root);
        var shape = new ResultShape.Entities(node, IsTracked: !_isUntracked);
        return Read(_ => shape);
    }

    private CompiledRead Find(EntityType entity)
    {
        Begin();
        var rows = Pipeline.Of(_translation, entity);
        var keys = entity.Key.Properties;
        for (var i = keys.Length - 1; i >= 0; i--)
            rows.Sql.Where.Insert(0, SqlBinary.Of(SqlOperator.Equal, rows.Source.Column(keys[i]), new SqlParameter(new SqlValue.Given(null, i), keys[i].Mapping), SqlTypes.Boolean));
        var step = new StepBuilder(0, rows.Sql);
        var node = Entity(step, rows.Source, new IncludeSpec(entity));
        End(step);
        var shape = new ResultShape.Entities(node, IsTracked: true);
        return Read(_ => shape);
    }

    /// <summary>The same columns for many keys. Whose row is whose the key column says, or the ordinal behind all others where only the server can tell.</summary>
    private ManyKeys FindMany(EntityType entity)
    {
        Begin();
        var rows = Pipeline.Of(_translation, entity);
        var key = entity.Key.Properties;
        var arrays = key.Select((property, part) => new SqlParameter(new SqlValue.Given(null, part), property.Mapping, IsArray: true)).ToImmutableArray();
        var isBytewise = key.Length == 1 && ManyKeys.IsBytewise(key[0].Mapping.Store);
        if (isBytewise) rows.Sql.Where.Insert(0, SqlAny.Of(rows.Source.Column(key[0]), arrays[0]));
        else
        {
            var keys = new SqlSource.Keys(arrays, "k") { IsNumbered = true };
            SqlExpression[] same = [.. key.Select((property, part) => SqlBinary.Of(SqlOperator.Equal, rows.Source.Column(property), Key(keys, property, part), SqlTypes.Boolean))];
            rows.Sql.Joins.Insert(0, new(SqlJoinKind.Inner, rows.Sql.From!, [.. same]));
            rows.Sql.From = keys;
        }
        var step = new StepBuilder(0, rows.Sql);
        var node = Entity(step, rows.Source, new IncludeSpec(entity));
        var owner = isBytewise ? node.Columns[key[0].Ordinal] : step.Add(new SqlColumn("k", SqlSource.Keys.Number, SqlTypes.BigInt, false));
        End(step);
        return new(_steps[0]!, owner, isBytewise);
    }

    private CompiledRead Load()
    {
        var spec = IncludeSpec.Of(_translation.Model.Entity(((Clause.From)_clauses[0]).Entity), _clauses);
        if (spec.HasDeferred) throw new StatementException($"a deferred column of {spec.Entity.Name} is loaded by a query that includes it");
        var includes = spec.Relations.Select(r => Step(r, part => new SqlValue.Given(r.Relation, part), [])).ToImmutableArray();
        return Read(_ => throw new InvalidOperationException("a load makes no rows of its own")) with { Includes = includes };
    }

    /// <summary>An entity's columns and what is loaded along with it.</summary>
    private EntityNode Entity(StepBuilder step, EntitySource source, IncludeSpec spec)
    {
        var columns = spec.Entity.Properties.Select(p => spec.Reads(p) && !(_isUntracked && p.IsSystem) ? step.Add(source.Column(p)) : -1).ToImmutableArray();
        var includes = spec.Relations.Select(r => r.IsJoined ? Joined(step, source, columns, r) : Keyed(step, columns, r)).ToImmutableArray();
        return new(spec.Entity, step.Index, columns, includes);
    }

    private IncludeNode Joined(StepBuilder step, EntitySource source, ImmutableArray<int> columns, IncludedRelation include)
    {
        var relation = include.Relation;
        var child = Entity(step, source.Join(relation), include.Includes);
        return new(relation, child, Of(relation.FromKey, columns), Of(relation.ToKey, child.Columns), IsJoined: true, IsPartial: false);
    }

    private IncludeNode Keyed(StepBuilder parent, ImmutableArray<int> columns, IncludedRelation include)
    {
        var parentKey = Of(include.Relation.FromKey, columns);
        return Step(include, part => new SqlValue.Keys(parent.Index, parentKey, part), parentKey);
    }

    /// <summary>A relation's rows for all parents at once, by the distinct keys of these.</summary>
    private IncludeNode Step(IncludedRelation include, Func<int, SqlValue> keyPart, ImmutableArray<int> parentKey)
    {
        var (relation, outer) = (include.Relation, _translation.Statement);
        var index = Begin();
        var arrays = relation.FromKey.Select((key, part) => new SqlParameter(keyPart(part), key.Mapping, IsArray: true)).ToImmutableArray();
        SqlSource.Keys? each = include.IsEach ? new(arrays, "k") : null;
        var rows = Pipeline.Of(_translation, relation.To);
        var matched = relation.Link is null ? rows.Source.Columns(relation.ToKey) : rows.Link(relation);
        rows.Sql.Where.InsertRange(0, each is null ? [Among(matched, arrays)] : [.. matched.Select((m, part) => SqlBinary.Of(SqlOperator.Equal, m, Key(each, relation.FromKey[part], part), SqlTypes.Boolean))]);
        var apart = include.Rows.Any(NeedsTables) || (each is null && include.Includes.Relations.Any(r => r.IsJoined));
        RowsCompiler.Apply(_translation, rows, include.Rows, apart);
        if (relation.OrderBy is { } order && rows.Sql.OrderBy.Count == 0) rows.Sql.OrderBy.Add(new(rows.Source.Column(order), false));
        if (each is not null) rows.Wrap(each);
        var step = new StepBuilder(index, rows.Sql);
        var child = Entity(step, rows.Source, include.Includes);
        var childKey = each is not null ? step.Add(relation.FromKey.Select((key, part) => Key(each, key, part)))
            : relation.Link is not null ? step.Add(matched) : Of(relation.ToKey, child.Columns);
        End(step);
        _translation.Statement = outer;
        return new(relation, child, parentKey, childKey, IsJoined: false, include.IsPartial);
    }

    private static SqlExpression Key(SqlSource.Keys keys, Property property, int part) => new SqlColumn(keys.Alias, SqlSource.Keys.Column(part), property.Mapping, false);

    /// <summary>One array is compared with as it is; several stand side by side.</summary>
    private static SqlExpression Among(ImmutableArray<SqlExpression> columns, ImmutableArray<SqlParameter> arrays)
    {
        if (arrays.Length == 1) return SqlAny.Of(columns[0], arrays[0]);
        var keys = new SqlSource.Keys(arrays, "k");
        return new SqlIn(new SqlRow(columns), new SqlSelect { Columns = [.. arrays.Select((a, part) => new SqlItem(new SqlColumn("k", SqlSource.Keys.Column(part), a.Type, false)))], From = keys });
    }

    private void Lock(Pipeline rows)
    {
        if (_clauses.OfType<Clause.Lock>().LastOrDefault() is not { } clause) return;
        if (rows.Sql is not { IsDistinct: false, From: SqlSource.Table table } || rows.IsAggregated) throw new StatementException("only rows of a table can be locked, not what was made of them") { Expression = clause.ToString(), Hint = "lock the entities themselves, ordered and limited at the end of the query" };
        _translation.Statement.IsRaw = true;
        var wait = clause.Wait switch { LockWait.NoWait => " NOWAIT", LockWait.SkipLocked => " SKIP LOCKED", _ => "" };
        rows.Sql.Lock = $"FOR {(clause.IsExclusive ? "UPDATE" : "SHARE")} OF {table.Alias}{wait}";
    }

    private int Begin()
    {
        _translation.Statement = new();
        _steps.Add(null);
        return _steps.Count - 1;
    }

    private void End(StepBuilder step) => _steps[step.Index] = step.Write(_comments, _translation.Statement.IsRaw ? StatementKind.Raw : StatementKind.Read);

    private CompiledRead Read(Func<object?[], ResultShape> shape)
    {
        var isSnapshot = _steps.Count > 1 && !_clauses.Any(c => c is Clause.OwnSnapshots or Clause.Lock);
        return new([.. _steps.Select(s => s!)], isSnapshot ? PlanTransaction.Snapshot : PlanTransaction.None, shape);
    }

    private static ImmutableArray<int> Of(ImmutableArray<Property> properties, ImmutableArray<int> columns) => [.. properties.Select(p => columns[p.Ordinal])];

    /// <summary>Whether the clause brings other tables into its statement.</summary>
    private static bool NeedsTables(Clause clause) => clause switch
    {
        Clause.Include => true,
        Clause.Where where => Navigation.IsIn(where.Condition.Lambda),
        Clause.OrderBy order => Navigation.IsIn(order.Key.Lambda),
        Clause.Select select => Navigation.IsIn(select.Result.Lambda),
        Clause.Aggregate { Value: { } value } => Navigation.IsIn(value.Lambda),
        _ => false,
    };

    private static IEnumerable<Clause.IgnoreFilters> Ignored(IEnumerable<Clause> clauses) => clauses.SelectMany(c => c switch
    {
        Clause.IgnoreFilters ignore => [ignore],
        Clause.Include { Shape: { } shape } => Ignored(shape.Clauses),
        _ => [],
    });
}
