using AkkaOrm.Errors;

namespace AkkaOrm;

/// <summary>A relation or a deferred column was read that nobody asked for. Properties never do I/O: the hint holds the two lines that would have loaded it.</summary>
public sealed class NotLoadedException : AkkaOrmException
{
    private readonly string _hint;

    /// <summary>A relation of a known entity.</summary>
    /// <param name="relation">Which property of which entity.</param>
    /// <param name="key">The owner's key; null when it is not known.</param>
    public NotLoadedException(RelationInfo relation, object? key)
        : base($"{ErrorText.Row(relation.Entity, key)}.{relation.Relation} is not loaded.", null)
    {
        (Entity, Key, Path) = (relation.Entity, key, relation.Relation);
        var variable = char.ToLowerInvariant(Entity[0]) + Entity[1..];
        _hint = $"1. with the query: From<{Entity}>().Include(x => x.{Path})  2. later: {variable} = await session.LoadAsync({variable}, x => x.{Path})";
    }

    /// <summary>A relation or deferred column of a value that no session made: nothing is known of its owner.</summary>
    /// <param name="target">The type the property stands for.</param>
    internal NotLoadedException(Type target)
        : base($"a property that stands for {target.Name} was read and is not loaded; the value it belongs to did not come from a session.", null)
    {
        (Entity, Path) = ("(new)", target.Name);
        _hint = "1. give it a value when making the owner: an entity, null, or [a, b]  2. use the value that the session handed out (committed.Of(added), or what FetchAsync returned)";
    }

    /// <inheritdoc/>
    public override string Code => "AKO-not-loaded";

    /// <summary>Name of the owner's class; <c>(new)</c> for a value that no session made.</summary>
    public string Entity { get; }

    /// <summary>The owner's key; null when it is not known.</summary>
    public object? Key { get; }

    /// <summary>Name of the property.</summary>
    public string Path { get; }

    private protected override string DefaultDetail => "it is read only when a query includes it or LoadAsync asks for it; 'default' means not loaded";

    private protected override string DefaultHint => _hint;
}
