namespace Integration.Tests.Guards;

/// <summary>Bytes are counted over the whole process: these tests run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GuardCollection : ICollectionFixture<GuardFixture>
{
    public const string Name = "Guards";
}
