namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Live capture sees the whole process, so these tests run one after the other and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveCollection
{
    public const string Name = "live";
}
