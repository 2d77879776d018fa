namespace Travelers;

/// <summary>A step saw something else than it promised.</summary>
internal sealed class UnexpectedException(string why) : Exception(why);
