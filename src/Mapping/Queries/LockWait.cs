namespace AkkaOrm;

/// <summary>What a locking read does about rows that somebody else has locked.</summary>
public enum LockWait
{
    /// <summary>Waits until they are free, or the deadline.</summary>
    Wait,

    /// <summary>Fails at once.</summary>
    NoWait,

    /// <summary>Leaves them out: for work queues.</summary>
    SkipLocked,
}
