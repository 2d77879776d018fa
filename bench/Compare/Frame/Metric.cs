namespace AkkaOrm.Compare.Frame;

/// <summary>What a case compares; a ratio above 1 always means that we do better.</summary>
internal enum Metric
{
    /// <summary>Time for an operation: less is better.</summary>
    Time,

    /// <summary>Operations in a second by all callers together: more is better.</summary>
    Throughput,

    /// <summary>Bytes held at the peak, or by what is idle: less is better.</summary>
    Memory,
}
