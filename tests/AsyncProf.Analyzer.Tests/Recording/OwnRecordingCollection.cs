namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Tests that read the recording of this process: one is made for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class OwnRecordingCollection : ICollectionFixture<OwnRecording>
{
    public const string Name = "own recording";
}
