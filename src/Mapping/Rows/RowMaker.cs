namespace AkkaOrm.Rows;

/// <summary>Makes values of rows while they are being read, where nobody will ask for the rows themselves again. One for a statement; safe to use from any thread.</summary>
internal abstract class RowMaker
{
    /// <summary>One reading of the statement's rows.</summary>
    public abstract MadeRows Begin();
}

/// <inheritdoc/>
internal sealed class RowMaker<T>(FillRows<T> fill) : RowMaker
{
    public override MadeRows Begin() => new MadeRows<T>(fill);
}

/// <summary>Makes values of <paramref name="count"/> rows of a page, from row <paramref name="from"/> on, and puts them into an array from <paramref name="at"/> on.</summary>
internal delegate void FillRows<T>(RowPage page, int from, int count, T[] into, int at);
