namespace AkkaOrm.Compare.Children;

/// <param name="Took">From the start of the process to its report, by the parent's clock.</param>
internal sealed record ChildEnd(ChildReport Report, TimeSpan Took);
