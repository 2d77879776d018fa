namespace AkkaOrm.Compare.Children;

/// <summary>What a child process says when its work is done, as its only line of output.</summary>
/// <param name="Answer">As every contender's answer: alike for all.</param>
/// <param name="HeldBytes">What the case is about, if it is about memory.</param>
/// <param name="Others">What else is worth telling, by name with its unit.</param>
internal sealed record ChildReport(string Answer, long? HeldBytes = null, IReadOnlyDictionary<string, double>? Others = null);
