namespace AkkaOrm.Compare.Runs;

/// <summary>Says where a run is.</summary>
internal interface IProgressDisplay
{
    /// <param name="name">The case that begins.</param>
    /// <param name="done">How many are through.</param>
    /// <param name="all">How many there are.</param>
    void Case(string name, int done, int all);

    /// <param name="stage">What the case is at, such as "round 3 of 11".</param>
    void Stage(string stage);
}
