using System.Collections.Immutable;
using System.Linq.Expressions;
using AkkaOrm.Models;
using AkkaOrm.Statements;

namespace AkkaOrm.Queries;

/// <summary>A SELECT while it grows.</summary>
internal sealed class SelectBuilder(Translation translation)
{
    public Translation Translation { get; } = translation;
    public SqlSource? From { get; set; }
    public List<SqlJoin> Joins { get; } = [];
    public List<SqlExpression> Where { get; } = [];
    public List<SqlOrder> OrderBy { get; } = [];
    public SqlExpression? Limit { get; set; }
    public SqlExpression? Offset { get; set; }
    public bool IsDistinct { get; set; }
    public string? Lock { get; set; }

    public bool IsLimited => Limit is not null || Offset is not null;

    /// <summary>Begins with an entity's table, under the model's filters.</summary>
    public EntitySource Table(EntityType entity)
    {
        var alias = Translation.NextAlias();
        From = new SqlSource.Table(entity.Schema, entity.Table, alias);
        var source = new EntitySource(entity, alias, this, false);
        Filter(source);
        return source;
    }

    public void Filter(EntitySource source)
    {
        foreach (var condition in Conditions(source)) Where.Add(condition);
    }

    /// <summary>Joins a to-one relation: never more rows. Fewer only where the database itself guarantees that there is one.</summary>
    public EntitySource Join(EntitySource from, Relation relation)
    {
        var target = relation.To;
        var inner = relation is { IsRequired: true, HoldsForeignKey: true } && !from.IsNullable && !Translation.HasFilters(target);
        var alias = Translation.NextAlias();
        var joined = new EntitySource(target, alias, this, !inner);
        SqlSource table = new SqlSource.Table(target.Schema, target.Table, alias);
        if (Translation.HasFilters(target)) table = Filtered(target, alias) ?? table;
        var on = relation.FromKey.Zip(relation.ToKey, SqlExpression (mine, theirs) =>
            SqlBinary.Of(SqlOperator.Equal, joined.Column(theirs), from.Column(mine), SqlTypes.Boolean)).ToList();
        // Inside of ON the row is there: only after the join may it be missing.
        if (table is SqlSource.Table) on.AddRange(Conditions(new EntitySource(target, alias, this, false)));
        Joins.Add(new(inner ? SqlJoinKind.Inner : SqlJoinKind.Left, table, [.. on]));
        return joined;
    }

    /// <summary>The SELECT as it stands now.</summary>
    public SqlSelect ToSelect(ImmutableArray<SqlItem> columns) => new()
    {
        Columns = columns,
        From = From,
        Joins = [.. Joins],
        Where = [.. Where],
        OrderBy = [.. OrderBy],
        Limit = Limit,
        Offset = Offset,
        IsDistinct = IsDistinct,
        Lock = Lock,
    };

    public void Clear()
    {
        From = null;
        Joins.Clear();
        Where.Clear();
        OrderBy.Clear();
        (Limit, Offset, IsDistinct) = (null, null, false);
    }

    private IEnumerable<SqlExpression> Conditions(EntitySource source)
    {
        foreach (var filter in Translation.FiltersOf(source.Entity))
        {
            var lambda = Translation.Lambda(filter);
            yield return new ExpressionTranslator(Translation).Condition(Substitution.Of(lambda, new EntityExpression(source, "")));
        }
    }

    // A filter that itself joins cannot stand in the ON of the join: the table is filtered first.
    private SqlSource.Derived? Filtered(EntityType target, string alias)
    {
        if (!Translation.FiltersOf(target).Any(f => Navigation.IsIn(f.Lambda))) return null;
        var trial = new SelectBuilder(Translation);
        var source = trial.Table(target);
        return new(trial.ToSelect([.. target.Properties.Select(p => new SqlItem(source.Column(p), p.Column))]), alias);
    }
}
