using System.Linq.Expressions;
using System.Runtime.InteropServices;
using AkkaOrm.Models;

namespace AkkaOrm.Queries;

/// <summary>Takes a query apart into what its SQL depends on (its shape, and which values are null) and the values.</summary>
/// <remarks>Made once a thread and used again: looking up what is compiled already makes no garbage but the array of values.</remarks>
internal sealed class ShapeBuilder : CaptureVisitor
{
    private static readonly object Null = "null", NullWithin = "null within", NotNull = "not null", True = true, False = false;
    private static readonly object[] Kinds = [.. Enum.GetValues<ExpressionType>().Select(static kind => (object)kind)];
    private static readonly object[] Numbers = [.. Enumerable.Range(0, 16).Select(static number => (object)number)];

    // One that grew for a giant is not kept.
    private const int MaxSpare = 4096;

    [ThreadStatic] private static ShapeBuilder? _spare;

    private readonly List<ParameterExpression> _parameters = [];
    private readonly List<Clause> _chain = [];
    private object?[] _tokens = new object?[64];
    private object?[] _values = new object?[16];
    private object?[]? _onlyValues;
    private int _tokenCount, _hash, _hashed = -1, _valueCount, _nextValue, _nextDecision;
    private CapturedLambda? _lambda;
    private Dictionary<object, int>? _offsets;

    /// <summary>What it is made of so far.</summary>
    public ReadOnlySpan<object?> Tokens => _tokens.AsSpan(0, _tokenCount);

    public int Hash
    {
        get
        {
            if (_hashed == _tokenCount) return _hash;
            var hash = new HashCode();
            foreach (var token in Tokens) hash.Add(token is null ? 0 : token.GetHashCode());
            _hashed = _tokenCount;
            return _hash = hash.ToHashCode();
        }
    }

    public static ShapeBuilder Rent()
    {
        var builder = _spare ?? new ShapeBuilder();
        _spare = null;
        return builder;
    }

    /// <summary>Hands it back, empty. After an error it need not be.</summary>
    public void Return()
    {
        Array.Clear(_tokens, 0, _tokenCount);
        Array.Clear(_values, 0, _valueCount);
        _parameters.Clear();
        (_tokenCount, _hashed, _valueCount, _onlyValues, _lambda) = (0, -1, 0, null, null);
        if (_tokens.Length <= MaxSpare) _spare = this;
    }

    /// <summary>The values of a query and where they begin, those of filters behind them.</summary>
    public static QueryValues ValuesOf(Action<ShapeBuilder> add)
    {
        var builder = new ShapeBuilder { _offsets = new(ReferenceEqualityComparer.Instance) };
        add(builder);
        return new(builder.Values(), builder._offsets);
    }

    public static QueryShape Of(Query query)
    {
        var builder = Rent();
        builder.Add(query);
        var shape = builder.ToShape();
        builder.Return();
        return shape;
    }

    public QueryShape ToShape() => new(Tokens.ToArray(), Hash);

    /// <summary>All values so far. Where one lambda has them all it is that lambda's own array, so nobody may change it.</summary>
    public object?[] Values() => _onlyValues ?? (_valueCount == 0 ? [] : _values.AsSpan(0, _valueCount).ToArray());

    public void Add(Query query)
    {
        var (start, rest) = (_chain.Count, query);
        for (; rest is { HasClauses: false }; rest = rest.Source) _chain.Add(rest.LastClause);
        if (rest is not null)
            foreach (var clause in rest.Clauses) Describe(clause);
        for (var i = _chain.Count - 1; i >= start; i--) Describe(_chain[i]);
        _chain.RemoveRange(start, _chain.Count - start);
        Token(null);
    }

    public void Token(object? token)
    {
        if (_tokenCount == _tokens.Length) Array.Resize(ref _tokens, _tokenCount * 2);
        _tokens[_tokenCount++] = token;
    }

    public void Token(bool token) => Token(token ? True : False);

    public void Value(object owner, object? value)
    {
        Begin(owner);
        Value(value);
    }

    /// <summary>Values of the owner follow.</summary>
    public void Begin(object owner)
    {
        if (_offsets is not null) _offsets[owner] = _valueCount;
    }

    public void Value(object? value)
    {
        if (_valueCount == _values.Length) Array.Resize(ref _values, _valueCount * 2);
        _values[_valueCount++] = value;
        _onlyValues = null;
    }

    public void Add(CapturedLambda lambda)
    {
        Begin(lambda);
        var (first, parameters) = (_valueCount, _parameters.Count);
        (_lambda, _nextValue, _nextDecision) = (lambda, 0, 0);
        if (lambda.Given.Type.GetGenericTypeDefinition() != typeof(Func<,>)) _parameters.AddRange(lambda.Given.Parameters);
        Visit(lambda.Given.Body);
        _parameters.RemoveRange(parameters, _parameters.Count - parameters);
        if (first == 0 && _valueCount > 0) _onlyValues = ImmutableCollectionsMarshal.AsArray(lambda.Values);
    }

    public void Add(SqlText sql)
    {
        Begin(sql);
        for (var i = 0; i < sql.Parts.Count; i++)
        {
            switch (sql.Parts[i])
            {
                case SqlPart.Text text: Token(text.Sql); break;
                case SqlPart.Name name: Token(name.Identifier); break;
                case SqlPart.Hole hole: Token(hole.Type); Value(hole.Value); break;
            }
        }
    }

    // Nothing is changed on the way.
    public override Expression? Visit(Expression? node)
    {
        if (node is null) Token(null);
        else base.Visit(node);
        return node;
    }

    protected override void Enter(Expression node)
    {
        Token(Kind(node.NodeType));
        // These say it themselves.
        if (node.NodeType is not (ExpressionType.MemberAccess or ExpressionType.Call)) Token(node.Type);
    }

    protected override Expression Value(Expression node)
    {
        var value = NextValue();
        Token(StateOf(value));
        Token(node.Type);
        Value(value);
        return node;
    }

    protected override bool Decides(Expression node, bool isNull)
    {
        var decision = _lambda!.Decisions[_nextDecision++];
        Token(decision);
        return decision;
    }

    protected override Expression InList(MethodCallExpression node, Expression list, Expression item)
    {
        var value = NextValue();
        Token(StateOf(value));
        Token(ListTypes.ElementOf(list.Type));
        Value(value);
        Visit(item);
        return node;
    }

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        var outer = _parameters.Count;
        _parameters.AddRange(node.Parameters);
        Visit(node.Body);
        _parameters.RemoveRange(outer, _parameters.Count - outer);
        return node;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        Token(Number(_parameters.LastIndexOf(node) + 1));
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

    protected override Expression VisitCall(MethodCallExpression node)
    {
        Token(node.Method);
        return base.VisitCall(node);
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

    // However many there are, what follows is not taken for one of them.
    protected override Expression VisitMemberInit(MemberInitExpression node)
    {
        Token(Number(node.Bindings.Count));
        return base.VisitMemberInit(node);
    }

    protected override Expression VisitListInit(ListInitExpression node)
    {
        Token(Number(node.Initializers.Count));
        return base.VisitListInit(node);
    }

    protected override Expression VisitNewArray(NewArrayExpression node)
    {
        Token(Number(node.Expressions.Count));
        return base.VisitNewArray(node);
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

    /// <summary>What the SQL depends on of a value.</summary>
    public static bool IsUsual(object? value) => ReferenceEquals(StateOf(value), NotNull);

    private void Describe(Clause clause)
    {
        Token(clause.GetType());
        clause.Describe(this);
    }

    private object? NextValue() => _lambda!.Values[_nextValue++];

    private static object StateOf(object? value) => value switch
    {
        null => Null,
        string => NotNull,
        object?[] list when Array.IndexOf(list, null) >= 0 => NullWithin,
        _ => NotNull,
    };

    private static object Number(int number) => number < Numbers.Length ? Numbers[number] : number;

    private static object Kind(ExpressionType kind) => (int)kind < Kinds.Length ? Kinds[(int)kind] : kind;
}
