using System.Collections.Immutable;
using AkkaOrm.Compilation;
using AkkaOrm.Protocols;
using AkkaOrm.Rows;
using AkkaOrm.Tracking;

namespace AkkaOrm.Connections;

/// <summary>One statement, those who asked for it, and what of its answer is whose.</summary>
internal abstract class MergedRead(ImmutableArray<WaitingRequest> askers, BoundStatement statement)
{
    public ImmutableArray<WaitingRequest> Askers => askers;
    public BoundStatement Statement => statement;

    /// <summary>A result for each of the askers.</summary>
    public abstract void Share(StepResult result, Span<PlanResult> answers);

    /// <summary>The same for the askers one by one; itself when it is nothing else.</summary>
    public virtual ImmutableArray<MergedRead> Apart => [this];

    /// <summary>One answer for all: they asked the same.</summary>
    internal sealed class Same(ImmutableArray<WaitingRequest> askers, BoundStatement statement) : MergedRead(askers, statement)
    {
        public override void Share(StepResult result, Span<PlanResult> answers) => answers.Fill(new PlanResult([result]));
    }

    /// <summary>The rows of many keys: to each asker its own row, or none.</summary>
    /// <param name="keyOf">For each asker the place of its key.</param>
    internal sealed class Keyed(ImmutableArray<WaitingRequest> askers, BoundStatement statement, ManyKeys many, IReadOnlyList<EntityKey> keys, int[] keyOf) : MergedRead(askers, statement)
    {
        // A page of its own for each: a session that keeps one row must not keep those of all others alive.
        public override void Share(StepResult result, Span<PlanResult> answers)
        {
            var rows = many.RowsOf(keys, result.Rows);
            var byKey = new PlanResult?[rows.Length];
            PlanResult? none = null;
            for (var i = 0; i < answers.Length; i++)
            {
                var key = keyOf[i];
                answers[i] = rows[key] < 0 ? none ??= Of(result.Rows.Pick([])) : byKey[key] ??= Of(result.Rows.Pick([rows[key]]));
            }
        }

        public override ImmutableArray<MergedRead> Apart
        {
            get
            {
                var apart = ImmutableArray.CreateBuilder<MergedRead>(keys.Count);
                for (var key = 0; key < keys.Count; key++)
                {
                    var of = ImmutableArray.CreateBuilder<WaitingRequest>(1);
                    for (var i = 0; i < keyOf.Length; i++)
                    {
                        if (keyOf[i] == key) of.Add(Askers[i]);
                    }
                    apart.Add(ReadMerger.AsItStands(of.ToImmutable()));
                }
                return apart.MoveToImmutable();
            }
        }

        private static PlanResult Of(RowPage page) => new([new StepResult(page, page.RowCount)]);
    }
}

/// <summary>Makes one statement of reads that one statement can answer.</summary>
internal static class ReadMerger
{
    /// <param name="askers">At least one; each a read of one statement, all together by <see cref="SharedReads"/>.</param>
    public static MergedRead Merge(IReadOnlyList<WaitingRequest> askers)
    {
        if (askers.Count == 1 || askers[0].Plan!.Keyed is not { } keyed) return AsItStands([.. askers]);
        var (keys, known, keyOf) = (new List<EntityKey>(askers.Count), new Dictionary<EntityKey, int>(askers.Count), new int[askers.Count]);
        for (var i = 0; i < keyOf.Length; i++)
        {
            var key = askers[i].Plan!.Keyed!.Key;
            if (!known.TryGetValue(key, out var place))
            {
                known.Add(key, place = keys.Count);
                keys.Add(key);
            }
            keyOf[i] = place;
        }
        return keys.Count == 1 ? AsItStands([.. askers]) : new MergedRead.Keyed([.. askers], keyed.Many.Bind(keys, keyed.Others), keyed.Many, keys, keyOf);
    }

    internal static MergedRead AsItStands(ImmutableArray<WaitingRequest> askers)
    {
        var step = askers[0].Plan!.Steps[0];
        var values = ImmutableArray.CreateBuilder<object?>(step.Arguments.Length);
        foreach (var argument in step.Arguments)
        {
            values.Add(argument switch
            {
                Argument.Value value => value.Content,
                Argument.Keys keys => keys.Content,
                _ => throw new InvalidOperationException($"a plan of one step takes nothing from another: {argument.GetType().Name}"),
            });
        }
        return new MergedRead.Same(askers, new BoundStatement(step.Statement, values.MoveToImmutable()) { IsShared = askers.Length > 1 });
    }
}
