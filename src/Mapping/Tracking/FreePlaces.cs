namespace AkkaOrm.Tracking;

/// <summary>Numbers from 0 on, those given back first.</summary>
internal sealed class FreePlaces
{
    private readonly Stack<int> _given = new();

    /// <summary>All places taken so far are below it.</summary>
    public int Top { get; private set; }

    /// <summary>How many are taken.</summary>
    public int Count => Top - _given.Count;

    public int Take() => _given.TryPop(out var place) ? place : Top++;
    public void GiveBack(int place) => _given.Push(place);
}
