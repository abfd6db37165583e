using AsyncProf.Decoding;
using AsyncProf.Endpoints;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What the requests of an app are called that knows nothing of the profiler.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class RequestNameTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Attached_ByTheAgent_EachKindOfEndpointIsNamedByMethodAndRoute()
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        await using var target = RunningProgram.Start("dotnet", Built.Path("tests/programs/AsyncProf.Endpoints", "AsyncProf.Endpoints.dll"));
        await target.ReadLineAsync(); // ready
        await target.AskAsync("warm up");
        await using (FileStream file = File.Create(path))
        {
            using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), RecordingSource.Agent, isLaunched: false, Assert.Fail);
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            await target.AskAsync("all");
            await Task.Delay(200);
            await started.Recorder.StopAsync();
        }

        Assert.Equal(0, await target.EndAsync());
        IEnumerable<string> names = NettraceProfile.Load(path).Roots.Where(root => root.Kind == RootKind.Request).Select(root => root.Name);
        Assert.Equal(Calls.Names.Append("GET /named").Order(StringComparer.Ordinal), names.Where(name => name != "child").Order(StringComparer.Ordinal)); // neither logging nor tracing: no activity
    }
}
