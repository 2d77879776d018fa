namespace AkkaOrm.Sessions;

/// <summary>Names one run of a unit: equal only to itself.</summary>
internal sealed class UnitToken
{
    /// <summary>The unit was committed or rolled back by its own code: nothing more can be asked in it.</summary>
    public string? Ended { get; set; }
}
