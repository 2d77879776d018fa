namespace AkkaOrm.Servers;

/// <summary>A way that cannot be gone; the text says what is missing, without a final full stop.</summary>
internal sealed class WayClosedException(string reason, Exception? inner = null) : Exception(reason, inner);
