namespace AkkaOrm;

/// <summary>How an included relation is read. It changes the number of statements, never the result.</summary>
public enum LoadStrategy
{
    /// <summary>A to-one by a join, a collection by keys.</summary>
    Default,

    /// <summary>In the statement of the parent. Only for a to-one without a shape of its own: a collection would repeat its parent's row.</summary>
    Join,

    /// <summary>In a statement of its own, by the distinct keys of the parents: less to send when many parents share few targets.</summary>
    Keys,
}
