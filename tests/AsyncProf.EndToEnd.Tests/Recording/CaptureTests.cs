using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>How an agent receives events, where the user says how.</summary>
[Collection(RecordingCollection.Name)]
public sealed class CaptureTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("listener")]
    [InlineData("direct")]
    public async Task Launched_AskedToReceiveEventsInAWay_DoesAndMissesNone(string how)
    {
        string file = Path.Combine(_directory.FullName, "x.pb.gz");
        (int code, _, string errors) = await Tool.RunAsync("record", "--capture", how, "-o", file, "--", TargetBuilds.Program("net10.0"), "end", "0");

        Assert.True(code == 0, errors);
        Assert.DoesNotContain("received", errors, StringComparison.Ordinal);
        AsyncProfile profile = AsyncProfile.Load(file);
        Assert.Equal(how, profile.Recording.EventsBy);
        Assert.Equal(40, profile.Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls);
    }
}
