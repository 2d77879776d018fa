using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Microsoft.EntityFrameworkCore;

namespace AkkaOrm.Compare.Cases.Writing;

/// <summary>Units one after the other, each with customers of its own, which it has read before the time begins.</summary>
internal abstract class SlicesCase : CustomersCase
{
    /// <summary>How many units a sample has.</summary>
    protected abstract int Units(Arena arena);

    /// <summary>How many customers each has read.</summary>
    protected abstract int Read { get; }

    protected override int Rows(Arena arena) => (Units(arena) * Read) + 1;

    /// <param name="unit">The unit of a number, from 0; brings the customers it added, with their keys.</param>
    protected Contender Ours(Func<int, Loaded<Session>, Task<IReadOnlyList<Customer>>> unit) => Each("akkaorm", async (from, to) =>
    {
        var session = Orm.OpenSession();
        return new Loaded<Session>(session, await session.FetchAsync(Query.From<Customer>().Where(c => c.Id > from && c.Id <= to).OrderBy(c => c.Id)).ConfigureAwait(false));
    }, unit);

    /// <inheritdoc cref="Ours"/>
    protected Contender EfCore(Func<int, Loaded<CustomersContext>, Task<IReadOnlyList<Customer>>> unit) => Each("ef", async (from, to) =>
    {
        var db = await Ef.CreateDbContextAsync().ConfigureAwait(false);
        return new Loaded<CustomersContext>(db, await db.Customers.Where(c => c.Id > from && c.Id <= to).OrderBy(c => c.Id).ToListAsync().ConfigureAwait(false));
    }, unit);

    /// <summary>One of those who track nothing.</summary>
    protected Contender Plain(string peer, Func<int, IReadOnlyList<Customer>, Task<IReadOnlyList<Customer>>> unit) => Of(peer, CustomersAsync, async customers =>
    {
        var added = new List<Customer>();
        for (var i = 0; i < Units(Arena); i++) added.AddRange(await unit(i, [.. customers.Skip(i * Read).Take(Read)]).ConfigureAwait(false));
        return added;
    }) with
    { Operations = Units(Arena) };

    private Contender Each<T>(string peer, Func<int, int, Task<Loaded<T>>> read, Func<int, Loaded<T>, Task<IReadOnlyList<Customer>>> unit) where T : IAsyncDisposable => Of(peer, async () =>
    {
        var all = new List<Loaded<T>>();
        for (var i = 0; i < Units(Arena); i++) all.Add(await read(i * Read, (i + 1) * Read).ConfigureAwait(false));
        return new Slices<T>(all);
    }, async slices =>
    {
        var added = new List<Customer>();
        for (var i = 0; i < slices.All.Count; i++) added.AddRange(await unit(i, slices.All[i]).ConfigureAwait(false));
        return added;
    }) with
    { Operations = Units(Arena) };

    private sealed record Slices<T>(IReadOnlyList<Loaded<T>> All) : IAsyncDisposable where T : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var one in All) await one.DisposeAsync().ConfigureAwait(false);
        }
    }
}
