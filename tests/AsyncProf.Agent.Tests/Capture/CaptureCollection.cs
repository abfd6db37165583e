namespace AsyncProf.Agent.Tests.Capture;

/// <summary>Capture sees the whole process, so these tests run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CaptureCollection
{
    public const string Name = "capture";
}
