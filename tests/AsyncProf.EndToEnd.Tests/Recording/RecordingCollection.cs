namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Tests that record processes run one after the other: they compare times. They share what is published.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RecordingCollection : ICollectionFixture<PublishedPrograms>
{
    public const string Name = "recordings";
}
