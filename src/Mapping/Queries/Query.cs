namespace AkkaOrm;

/// <summary>A question to the database, as an immutable value. Sends nothing.</summary>
public abstract class Query
{
}
