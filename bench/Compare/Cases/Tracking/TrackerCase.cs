using AkkaOrm.Compare.Data.Customers;
using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using AkkaOrm.Compilation;
using AkkaOrm.Materialization;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;
using AkkaOrm.UnitsOfWork;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using static AkkaOrm.Query;

namespace AkkaOrm.Compare.Cases.Tracking;

/// <summary>EF Core's change tracker on sets of entities, and ours: what a unit is told, up to the rows it would write. No server is asked.</summary>
internal abstract class TrackerCase : Case
{
    // Without a row's version, which EF Core has none of either.
    private static readonly Model Customers = Model.Create(m => m.Entity<Customer>(e => e.HasNoVersion()));

    private int _count;

    public sealed override string Group => "Tracking";

    public override string? Remark =>
        "No server is asked: measured is what a unit is told, up to knowing which rows and columns it would write; for us both sides, the caller's and the session's, without the message between them. "
        + "The others keep no track of changes.";

    /// <summary>Whether the customers were read before.</summary>
    protected abstract bool AreTracked { get; }

    /// <summary>What the caller stages.</summary>
    protected abstract Changes Stage(Changes changes, IReadOnlyList<Customer> customers);

    protected abstract void Stage(CustomersContext db, IReadOnlyList<Customer> customers);

    public sealed override Task<IReadOnlyList<Contender>> PrepareAsync(Arena arena)
    {
        _count = arena.Size(20_000, 2_000);
        return Task.FromResult<IReadOnlyList<Contender>>([Ours(), OfEf(Ef.Pool<CustomersContext>(arena))]);
    }

    private Contender Ours()
    {
        IReadOnlyList<Customer> customers = [];
        UnitOfWork unit = null!;
        return new("akkaorm", 1, _ =>
        {
            Write();
            return Task.CompletedTask;
        })
        {
            Before = () =>
            {
                var map = new IdentityMap(_count);
                unit = new UnitOfWork(Customers, map);
                customers = AreTracked ? Read(map) : Customer.Make(1, _count);
                return Task.CompletedTask;
            },
            Answer = () =>
            {
                var digest = new Digest();
                foreach (var row in Write().Rows)
                {
                    digest.Row(row.Action.ToString(), row.Key is { } key ? (int)key.Value : null);
                    if (row.Action != RowAction.Delete) digest.Row([.. row.Writes.Where(ordinal => !row.Type.Properties[ordinal].IsKey).Select(ordinal => row.Values[ordinal])]);
                }
                return Task.FromResult(digest.ToString());
            },
        };

        StagedUnit Write()
        {
            foreach (var operation in Stage(Customers.Changes, customers).Operations) unit.Stage(operation);
            return unit.ToWrite();
        }
    }

    private Contender OfEf(PooledDbContextFactory<CustomersContext> pool)
    {
        IReadOnlyList<Customer> customers = [];
        CustomersContext? db = null;
        return new("ef", 1, _ =>
        {
            Write();
            return Task.CompletedTask;
        })
        {
            Before = async () =>
            {
                if (db is not null) await db.DisposeAsync().ConfigureAwait(false);
                db = await pool.CreateDbContextAsync().ConfigureAwait(false);
                customers = Customer.Make(1, _count);
                if (!AreTracked) return;
                for (var i = 0; i < _count; i++) customers[i].Id = i + 1;
                db.AttachRange(customers);
            },
            Answer = () =>
            {
                Write();
                var digest = new Digest();
                foreach (var entry in db!.ChangeTracker.Entries<Customer>().OrderBy(e => e.Entity.Joined))
                {
                    digest.Row(entry.State switch { EntityState.Added => "Insert", EntityState.Modified => "Update", EntityState.Deleted => "Delete", var other => other.ToString() }, entry.State == EntityState.Added ? null : entry.Entity.Id);
                    if (entry.State != EntityState.Deleted) digest.Row([.. entry.Properties.Where(p => !p.Metadata.IsKey() && (entry.State == EntityState.Added || p.IsModified)).OrderBy(p => Ordinal(p.Metadata.Name)).Select(p => p.CurrentValue)]);
                }
                return Task.FromResult(digest.ToString());
            },
        };

        void Write()
        {
            Stage(db!, customers);
            db!.ChangeTracker.DetectChanges();
        }
    }

    private static int Ordinal(string property) => Customers.Entity(typeof(Customer)).Property(property)!.Ordinal;

    /// <summary>Reads them as from an answer of the server.</summary>
    private IReadOnlyList<Customer> Read(IdentityMap map)
    {
        var type = Customers.Entity(typeof(Customer));
        var read = ReadPlanner.Fetch(Customers, From<Customer>());
        var customers = Customer.Make(1, _count);
        for (var i = 0; i < _count; i++) customers[i].Id = i + 1;
        var columns = read.Plan.Steps[0].Statement.Columns.Select((column, i) =>
        {
            var buffer = column.CreateColumn(_count);
            foreach (var customer in customers) buffer.AppendValue(type.Properties[i].Read(customer));
            return buffer;
        });
        return ResultReader.Read<Customer>(read, new PlanResult([new(new RowPage([.. columns], _count), _count)]), map);
    }
}
