namespace AkkaOrm.Testing;

/// <summary>
/// No PostgreSQL server could be had, or a database on it could not be made or dropped. The text names every way that was
/// tried, what it was missing and how to get it; it never holds a password or a connection string.
/// </summary>
public sealed class EphemeralPostgresException : Exception
{
    internal EphemeralPostgresException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
