using System.Collections.Immutable;
using AkkaOrm.Models;
using AkkaOrm.Tracking;

namespace AkkaOrm.Compilation;

/// <summary>From a question to a plan: the only door of the read side.</summary>
internal static class ReadPlanner
{
    /// <summary>A query with all its includes. The second time a shape is asked for, nothing is compiled.</summary>
    /// <exception cref="StatementException">The query holds what cannot be translated; names the expression.</exception>
    public static PreparedRead Fetch(Model model, Query query) => throw new NotImplementedException();

    /// <summary>One row by key, as entity.</summary>
    public static PreparedRead Find(Model model, EntityKey key) => throw new NotImplementedException();

    /// <summary>A statement of the user's own: its holes are parameters.</summary>
    public static Plan Execute(SqlText sql) => throw new NotImplementedException();

    /// <summary>The includes of <paramref name="includes"/> for entities in hand, matched by their keys: the parents are not read again.</summary>
    /// <param name="keyOf">The store value of a property of a parent: from the value itself, or from the session's snapshot when it is a shadow property.</param>
    /// <returns>The plan, and for each include of the root a node whose ParentKey is by position in the relation's FromKey.</returns>
    public static LoadPlan Load(Model model, Query includes, IReadOnlyList<object> parents, Func<object, Property, object?> keyOf) => throw new NotImplementedException();
}

/// <summary>Relations to load for entities in hand. <c>Includes[i].ParentKey</c> is empty: the parent's side is read from the value by <see cref="Relation.FromKey"/>.</summary>
internal sealed record LoadPlan(EntityType Type, Plan Plan, ImmutableArray<IncludeNode> Includes);
