using System.Linq.Expressions;
using AkkaOrm.Models;

namespace AkkaOrm.Queries;

/// <summary>Takes a query apart into what its SQL depends on (its shape, and which values are null) and the values.</summary>
internal sealed class ShapeBuilder : ExpressionVisitor
{
    private static readonly object Null = "null", NullWithin = "null within", NotNull = "not null";
    private static readonly object[] Kinds = [.. Enum.GetValues<ExpressionType>().Select(static kind => (object)kind)];

    private readonly List<object?> _tokens = [];
    private readonly Dictionary<ParameterExpression, int> _parameters = [];

    public List<object?> Values { get; } = [];

    /// <summary>Where the values of each clause, text and lambda begin among all.</summary>
    public Dictionary<object, int> Offsets { get; } = new(ReferenceEqualityComparer.Instance);

    public static QueryShape Of(Query query, IEnumerable<CapturedLambda>? filters = null, bool isLoad = false)
    {
        var builder = new ShapeBuilder();
        if (isLoad) builder.Token("load");
        builder.Add(query);
        return builder.ToShape(filters);
    }

    /// <summary>One row of an entity by key.</summary>
    public static QueryShape Of(EntityType entity, IEnumerable<CapturedLambda> filters)
    {
        var builder = new ShapeBuilder();
        builder.Token(entity);
        return builder.ToShape(filters);
    }

    /// <summary>A statement of the user's.</summary>
    public static QueryShape Of(SqlText sql)
    {
        var builder = new ShapeBuilder();
        builder.Add(sql);
        return builder.ToShape();
    }

    public void Add(Query query)
    {
        foreach (var clause in query.Clauses)
        {
            Token(clause.GetType());
            clause.Describe(this);
        }
        Token(null);
    }

    public void Token(object? token) => _tokens.Add(token);

    public void Value(object owner, object? value)
    {
        Offsets[owner] = Values.Count;
        Values.Add(value);
    }

    public void Add(CapturedLambda lambda)
    {
        Offsets[lambda] = Values.Count;
        Values.AddRange(lambda.Values);
        foreach (var value in lambda.Values) Token(value is null ? Null : value is object?[] list && list.Contains(null) ? NullWithin : NotNull);
        Visit(lambda.Lambda);
    }

    public void Add(SqlText sql)
    {
        Offsets[sql] = Values.Count;
        foreach (var part in sql.Parts)
        {
            switch (part)
            {
                case SqlPart.Text text: Token(text.Sql); break;
                case SqlPart.Name name: Token(name.Identifier); break;
                case SqlPart.Hole hole: Token(hole.Type); Values.Add(hole.Value); break;
            }
        }
    }

    private QueryShape ToShape(IEnumerable<CapturedLambda>? filters = null)
    {
        foreach (var filter in filters ?? []) Add(filter);
        var hash = new HashCode();
        foreach (var token in _tokens) hash.Add(token);
        return new([.. _tokens], hash.ToHashCode(), [.. Values], Offsets);
    }

    public override Expression? Visit(Expression? node)
    {
        if (node is null)
        {
            Token(null);
            return null;
        }
        Token(Kind(node.NodeType));
        Token(node.Type);
        return base.Visit(node);
    }

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        foreach (var parameter in node.Parameters) _parameters[parameter] = _parameters.Count;
        Visit(node.Body);
        return node;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        Token(_parameters.TryGetValue(node, out var index) ? index : -1);
        return node;
    }

    protected override Expression VisitConstant(ConstantExpression node)
    {
        Token(node.Value);
        return node;
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        Token(node.Method);
        return base.VisitBinary(node);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        Token(node.Method);
        return base.VisitUnary(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        Token(node.Method);
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        Token(node.Member);
        return base.VisitMember(node);
    }

    protected override Expression VisitNew(NewExpression node)
    {
        Token(node.Constructor);
        foreach (var member in node.Members ?? []) Token(member);
        return base.VisitNew(node);
    }

    protected override MemberBinding VisitMemberBinding(MemberBinding node)
    {
        Token(node.Member);
        return base.VisitMemberBinding(node);
    }

    protected override ElementInit VisitElementInit(ElementInit node)
    {
        Token(node.AddMethod);
        return base.VisitElementInit(node);
    }

    protected override Expression VisitTypeBinary(TypeBinaryExpression node)
    {
        Token(node.TypeOperand);
        return base.VisitTypeBinary(node);
    }

    protected override Expression VisitExtension(Expression node)
    {
        if (node is InListExpression list) Token(list.ElementType);
        return base.VisitExtension(node);
    }

    private static object Kind(ExpressionType kind) => (int)kind < Kinds.Length ? Kinds[(int)kind] : kind;
}

/// <summary>What the SQL of a query depends on, as a key; and its values, which it does not depend on.</summary>
internal sealed class QueryShape(object?[] tokens, int hash, object?[] values, Dictionary<object, int> offsets) : IEquatable<QueryShape>
{
    public object?[] Values { get; } = values;
    public Dictionary<object, int> Offsets { get; } = offsets;

    /// <summary>The same key without anything that belongs to one query.</summary>
    public QueryShape WithoutValues() => new(tokens, hash, [], []);

    public bool Equals(QueryShape? other) => other is not null && hash == other.Hash && tokens.AsSpan().SequenceEqual(other.Tokens);
    public override bool Equals(object? obj) => Equals(obj as QueryShape);
    public override int GetHashCode() => hash;

    private object?[] Tokens => tokens;
    private int Hash => hash;
}
