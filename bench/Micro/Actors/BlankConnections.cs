using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Connections;
using AkkaOrm.Micro.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Micro.Actors;

/// <summary>Connections that answer at once: one post to whoever reads, nothing to anything else.</summary>
internal sealed class BlankConnections : IPhysicalConnectionFactory
{
    public IPhysicalConnection Create() => new Connection();

    private sealed class Connection : IPhysicalConnection
    {
        private RowPage? _post;

        public TransactionStatus Transaction => TransactionStatus.Idle;
        public bool IsBroken => false;

        public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<ImmutableArray<StepResult>> ExecuteAsync(ImmutableArray<BoundStatement> batch, CancellationToken cancellationToken)
        {
            // A server answers later than it is asked.
            await Task.Yield();
            return [.. batch.Select(s => s.Statement.Columns.Length == 7 ? new StepResult(_post ??= Blog.Page(s.Statement, 1), 1) : new StepResult(RowPage.Empty, 0))];
        }

        public Task CancelAsync() => Task.CompletedTask;
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
