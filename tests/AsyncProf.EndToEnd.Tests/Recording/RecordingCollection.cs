namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Tests that record processes run one after the other: they compare times.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RecordingCollection
{
    public const string Name = "recordings";
}
