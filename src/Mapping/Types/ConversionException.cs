namespace AkkaOrm.Types;

/// <summary>A value cannot be converted to its column's type or back. The text is a phrase that goes on "the value …", without the value.</summary>
internal sealed class ConversionException(string reason, Exception? inner = null) : Exception(reason, inner);
