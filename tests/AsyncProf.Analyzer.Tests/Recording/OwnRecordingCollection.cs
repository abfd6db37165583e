namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Tests that read the recording of this process: one is made for all of them. They run alone, for what others compile meanwhile moves this process's code.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnRecordingCollection : ICollectionFixture<OwnRecording>
{
    public const string Name = "own recording";
}
