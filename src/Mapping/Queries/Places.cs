using System.Linq.Expressions;
using System.Reflection;
using AkkaOrm.Models;
using AkkaOrm.Statements;
using AkkaOrm.Types;

namespace AkkaOrm.Queries;

/// <summary>What a chain of members stands for in the model.</summary>
internal abstract record Place
{
    internal sealed record Entity(EntitySource Source) : Place;

    /// <summary>A relation itself: what Include, HasValue, and comparisons with null and entities are about.</summary>
    internal sealed record Related(EntitySource Source, Relation Relation) : Place;

    /// <summary>The entity behind a to-one relation; joined only when more than its key is asked for.</summary>
    internal sealed record Target(EntitySource Source, Relation Relation) : Place
    {
        public EntitySource Joined => Source.Join(Relation);
    }

    internal sealed record Column(SqlExpression Sql) : Place;

    internal sealed record DeferredColumn(SqlExpression Sql) : Place;

    /// <summary>A value object, by the path to it.</summary>
    internal sealed record ValueObject(EntitySource Source, string Path) : Place
    {
        public IEnumerable<SqlColumn> Columns => Source.Entity.Properties.Where(p => p.Name.StartsWith(Path + ".", StringComparison.Ordinal)).Select(Source.Column);
        public IEnumerable<Property> Properties => Source.Entity.Properties.Where(p => p.Name.StartsWith(Path + ".", StringComparison.Ordinal));
    }

    /// <summary>Finds what an expression stands for; null when it is computed rather than named.</summary>
    public static Place? Of(Translation translation, Expression expression)
    {
        switch (Simplified(expression))
        {
            case EntityExpression entity: return new Entity(entity.Source);
            case SqlNodeExpression node: return new Column(node.Sql);
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs, Method: null } convert when !convert.Type.IsValueType && convert.Operand.Type.IsClass:
                return Of(translation, convert.Operand);
            case MemberExpression { Expression: { } owner } member:
                return Of(translation, owner) switch
                {
                    Entity entity => Member(entity.Source, member.Member, expression),
                    Target target => Key(translation, target, member.Member) ?? Member(target.Joined, member.Member, expression),
                    Related { Relation.Kind: RelationKind.ToOne } related when member.Member.Name is "Value" or "ValueOrNull" => new Target(related.Source, related.Relation),
                    DeferredColumn deferred when member.Member.Name == "Value" => new Column(deferred.Sql),
                    ValueObject part when IsNullableValue(member) => part,
                    ValueObject part => Member(part, member.Member, expression),
                    Column column when IsNullableValue(member) => column,
                    Column column => Stored(column.Sql, member),
                    _ => null,
                };
            default: return null;
        }
    }

    /// <summary>The argument a member of something constructed in the query was given: <c>new { x.Name }.Name</c> is <c>x.Name</c>.</summary>
    public static Expression Simplified(Expression expression)
    {
        if (expression is not MemberExpression { Expression: { } inner } member) return expression;
        var owner = Simplified(inner);
        switch (owner)
        {
            case NewExpression { Members: { } members } made:
                for (var i = 0; i < members.Count; i++)
                    if (members[i].Name == member.Member.Name) return Simplified(made.Arguments[i]);
                break;
            case NewExpression { Constructor: { } constructor } made:
                var parameters = constructor.GetParameters();
                for (var i = 0; i < parameters.Length; i++)
                    if (string.Equals(parameters[i].Name, member.Member.Name, StringComparison.OrdinalIgnoreCase) && parameters[i].ParameterType == member.Type) return Simplified(made.Arguments[i]);
                break;
            case MemberInitExpression made:
                foreach (var binding in made.Bindings)
                    if (binding is MemberAssignment assignment && binding.Member.Name == member.Member.Name) return Simplified(assignment.Expression);
                return Simplified(Expression.MakeMemberAccess(made.NewExpression, member.Member));
        }
        return owner == inner ? member : Expression.MakeMemberAccess(owner, member.Member);
    }

    private static Place Member(EntitySource source, MemberInfo member, Expression expression)
    {
        foreach (var relation in source.Entity.Relations)
            if (relation.Member is { } mine && mine.Name == member.Name) return new Related(source, relation);
        return Member(source, member.Name) ?? throw new StatementException($"{source.Entity.Name}.{member.Name} is not mapped to a column") { Expression = expression.ToString() };
    }

    private static Place Member(ValueObject part, MemberInfo member, Expression expression) =>
        Member(part.Source, $"{part.Path}.{member.Name}") ?? throw new StatementException($"{part.Source.Entity.Name}.{part.Path}.{member.Name} is not mapped to a column") { Expression = expression.ToString() };

    private static Place? Member(EntitySource source, string path)
    {
        if (source.Entity.Property(path) is { } property) return property.IsDeferred ? new DeferredColumn(source.Column(property)) : new Column(source.Column(property));
        return source.Entity.Properties.Any(p => p.Name.StartsWith(path + ".", StringComparison.Ordinal)) ? new ValueObject(source, path) : null;
    }

    // The target's key stands in this side's foreign key: no join is needed, unless a filter may hide the target.
    private static Column? Key(Translation translation, Target target, MemberInfo member)
    {
        if (!target.Relation.HoldsForeignKey || translation.HasFilters(target.Relation.To)) return null;
        if (target.Relation.To.Property(member.Name) is not { } property) return null;
        var index = target.Relation.ToKey.IndexOf(property);
        return index < 0 ? null : new(target.Source.Column(target.Relation.FromKey[index]));
    }

    /// <summary>What a converted property is stored as: <c>x.Id.Value</c> where the conversion reads that member.</summary>
    private static Column? Stored(SqlExpression sql, MemberExpression member)
    {
        if (sql.Type.ToStoreExpression is not { Body: MemberExpression { Expression: ParameterExpression } stored } || stored.Member != member.Member) return null;
        return new(new SqlCall("{0}", [sql], new TypeMapping(sql.Type.Store.ClrType, sql.Type.Store), sql.IsNullable));
    }

    private static bool IsNullableValue(MemberExpression member) => member.Member.Name == "Value" && Nullable.GetUnderlyingType(member.Expression!.Type) is not null;
}
