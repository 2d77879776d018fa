using AkkaOrm.Protocols;
using AkkaOrm.Schemas;

namespace AkkaOrm;

/// <summary>The tables of a model in its database.</summary>
public sealed class Schema
{
    private readonly Orm _orm;

    internal Schema(Orm orm) => _orm = orm;

    /// <summary>Creates what is missing, in one transaction: schemas, tables, keys, indexes. What exists is left as it is.</summary>
    /// <exception cref="DatabaseException">The server refused a statement.</exception>
    public Task CreateAsync(CancellationToken cancellationToken = default) => Run(SchemaGenerator.CreateScript(_orm.Model), cancellationToken);

    /// <summary>Drops the model's tables and all rows in them, in one transaction. What does not exist is passed over.</summary>
    /// <exception cref="DatabaseException">The server refused a statement.</exception>
    public Task DropAsync(CancellationToken cancellationToken = default) => Run(SchemaGenerator.DropScript(_orm.Model), cancellationToken);

    /// <summary>Whether every table of the model is there; of its columns nothing is said.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        var session = _orm.OpenSession();
        await using (session.ConfigureAwait(false))
        {
            foreach (var table in SchemaGenerator.Tables(_orm.Model))
            {
                if (!await session.SingleAsync(Query.FromSql<bool>($"select to_regclass({table}) is not null"), cancellationToken).ConfigureAwait(false)) return false;
            }
            return true;
        }
    }

    private async Task Run(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        var session = _orm.OpenSession();
        await using (session.ConfigureAwait(false))
            await session.AskAsync<SessionMessages.ScriptRun>(new SessionMessages.RunScript(statements), cancellationToken).ConfigureAwait(false);
    }
}
