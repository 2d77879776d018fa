namespace AkkaOrm.Statements;

/// <summary>An operator and how tightly it binds, as PostgreSQL has it (4.1.6 Operator Precedence).</summary>
internal sealed record SqlOperator(string Text, int Binding, bool IsAssociative = false)
{
    /// <summary>What never needs parentheses.</summary>
    public const int Atom = 100;

    public const int CastBinding = 11;
    public const int TestBinding = 4;

    public static readonly SqlOperator
        Or = new("OR", 1, true), And = new("AND", 2, true), Not = new("NOT", 3),
        DistinctFrom = new("IS DISTINCT FROM", TestBinding), NotDistinctFrom = new("IS NOT DISTINCT FROM", TestBinding),
        Equal = new("=", 5), NotEqual = new("<>", 5), Less = new("<", 5), LessOrEqual = new("<=", 5), Greater = new(">", 5), GreaterOrEqual = new(">=", 5),
        Like = new("LIKE", 6), NotLike = new("NOT LIKE", 6), ILike = new("ILIKE", 6), NotILike = new("NOT ILIKE", 6),
        Concat = new("||", 7, true), BitAnd = new("&", 7), BitOr = new("|", 7), BitXor = new("#", 7),
        Add = new("+", 8), Subtract = new("-", 8),
        Multiply = new("*", 9), Divide = new("/", 9), Modulo = new("%", 9),
        Negate = new("-", 10), Complement = new("~", 7);

    public override string ToString() => Text;
}
