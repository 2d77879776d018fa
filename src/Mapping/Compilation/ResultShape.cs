using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Rows;

namespace AkkaOrm.Compilation;

/// <summary>How the rows of a plan become what was asked for.</summary>
internal abstract record ResultShape(Type ResultType)
{
    /// <summary>Entities, with their includes.</summary>
    internal sealed record Entities(EntityNode Root, bool IsTracked) : ResultShape(Root.Type.ClrType);

    /// <summary>Anything else: a function of a row of step 0. Never tracked.</summary>
    internal abstract record Projection(Type ResultType) : ResultShape(ResultType)
    {
        public abstract object? Read(RowPage page, int row);
    }

    /// <inheritdoc/>
    internal sealed record Projection<T>(FillRows<T> Fill) : Projection(typeof(T))
    {
        public override object? Read(RowPage page, int row)
        {
            var made = new T[1];
            Fill(page, row, 1, made, 0);
            return made[0];
        }
    }
}

/// <summary>Where an entity's columns stand: the step, and by property ordinal the column of its page (-1: not read).</summary>
internal sealed record EntityNode(EntityType Type, int Step, ImmutableArray<int> Columns, ImmutableArray<IncludeNode> Includes);

/// <summary>A relation that is loaded along.</summary>
/// <param name="ParentKey">Columns of the parent's page that hold the parent's side of the relation.</param>
/// <param name="ChildKey">Columns of the child's page that are equal to them, pairwise; for many-to-many the link's columns, selected beside the child's own.</param>
/// <param name="IsJoined">The child stands in the parent's own row (its key columns are null when there is none); else in a step of its own, matched by key.</param>
/// <param name="IsPartial">The collection is not whole: filtered or limited.</param>
internal sealed record IncludeNode(Relation Relation, EntityNode Child, ImmutableArray<int> ParentKey, ImmutableArray<int> ChildKey, bool IsJoined, bool IsPartial);

/// <summary>A question ready to be sent, and what to make of the answer.</summary>
internal sealed record PreparedRead(Plan Plan, ResultShape Shape);
