using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using LinqToDB;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>Units that write customers. What a unit changes was read before its time begins; every unit commits, and the rows are put back after.</summary>
internal abstract class CustomersCase : Case
{
    private Arena _arena = null!;
    private Ours _ours = null!;

    protected Arena Arena => _arena;
    protected Orm Orm => _ours.Orm;
    protected PooledDbContextFactory<CustomersContext> Ef { get; private set; } = null!;
    protected DataOptions Linq { get; private set; } = null!;

    public override string Group => "Writing";

    /// <summary>How many customers there are before a unit.</summary>
    protected abstract int Rows(Arena arena);

    protected abstract IEnumerable<Contender> Contenders();

    public sealed override async Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        _arena = await CustomersData.MakeAsync(arena, Name.Replace('-', '_'), Rows(arena)).ConfigureAwait(false);
        _ours = Ours.Start(_arena, CustomersData.Model);
        (Ef, Linq) = (Peers.Ef.Pool<CustomersContext>(_arena), Linq2Db.Options(_arena, CustomersLinq.Schema));
        Contender[] all = [.. Contenders()];
        all[0] = all[0] with { Dispose = () => _ours.DisposeAsync().AsTask() };
        return all;
    }

    /// <param name="write">The unit; brings the customers it added, with their keys.</param>
    protected Contender Of(string peer, Func<Task<IReadOnlyList<Customer>>> write) => Of(peer, () => Task.FromResult(0), _ => write());

    /// <param name="read">What the unit will change, and what it was read with: a session, a context, a connection.</param>
    /// <param name="write">The unit; brings the customers it added, with their keys.</param>
    protected Contender Of<T>(string peer, Func<Task<T>> read, Func<T, Task<IReadOnlyList<Customer>>> write)
    {
        T of = default!;
        return new Contender(peer, 1, _ => write(of))
        {
            Before = async () =>
            {
                if (of is IAsyncDisposable open) await open.DisposeAsync().ConfigureAwait(false);
                await CustomersData.PutBackAsync(Arena).ConfigureAwait(false);
                of = await read().ConfigureAwait(false);
            },
            Answer = async () => await CustomersData.AnswerAsync(Arena, await write(of).ConfigureAwait(false)).ConfigureAwait(false),
        };
    }

    /// <summary>A session and the customers it has read.</summary>
    protected async Task<Loaded<Session>> SessionAsync()
    {
        var session = Orm.OpenSession();
        return new(session, await session.FetchAsync(Query.From<Customer>().OrderBy(c => c.Id)).ConfigureAwait(false));
    }

    /// <summary>A context and the customers it has read, tracked.</summary>
    protected async Task<Loaded<CustomersContext>> ContextAsync()
    {
        var db = await Ef.CreateDbContextAsync().ConfigureAwait(false);
        return new(db, await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(Queryable.OrderBy(db.Customers, c => c.Id)).ConfigureAwait(false));
    }

    /// <summary>Customers, for those who track nothing.</summary>
    protected async Task<IReadOnlyList<Customer>> CustomersAsync()
    {
        await using var db = Linq2Db.Open(Linq);
        return await CustomersLinq.AllAsync(db).ConfigureAwait(false);
    }

    /// <param name="With">What they were read with.</param>
    internal sealed record Loaded<T>(T With, IReadOnlyList<Customer> Customers) : IAsyncDisposable where T : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => With.DisposeAsync();
    }
}
