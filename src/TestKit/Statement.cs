namespace AkkaOrm.Testing;

/// <summary>One statement that reached the scripted connection.</summary>
/// <param name="Sql">As it was sent, with <c>$n</c> in the place of values.</param>
/// <param name="Rows">How many rows it returned or changed; 0 for one that failed.</param>
public sealed record Statement(string Sql, int Rows);
