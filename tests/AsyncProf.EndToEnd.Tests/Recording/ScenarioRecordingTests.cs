using System.Collections.Concurrent;
using AsyncProf.EndToEnd.Tests.Sample;
using AsyncProf.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The programs with known answers, recorded from outside: launched, and attached to while other operations are pending.</summary>
[Collection(RecordingCollection.Name)]
public sealed class ScenarioRecordingTests : IDisposable
{
    private const string Programs = "AsyncProf.Workload.Programs.";

    /// <summary>A busy machine may start two timers in the wrong order, or stop a thread for a while; what is wrong for good is so every time.</summary>
    private const int Attempts = 8, LongestPause = 2;

    private static readonly string Workload = Built.Path("tests/programs/AsyncProf.Workload", "AsyncProf.Workload.dll");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(nameof(RecordingSource.EventPipe))]
    [InlineData(nameof(RecordingSource.Agent))]
    public async Task Attached_WithOperationsPending_SeesEveryProgramAsItIs(string source)
    {
        await using var one = RunningProgram.Start("dotnet", Workload, "serve");
        await using var other = RunningProgram.Start("dotnet", Workload, "serve");
        await one.ReadLineAsync(); // ready
        await other.ReadLineAsync();

        await AssertAllAsync(Of(one), Of(other));

        Func<string, FileStream, Task> Of(RunningProgram target) => async (program, file) =>
        {
            using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), Enum.Parse<RecordingSource>(source), isLaunched: false, Assert.Fail);
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            await target.AskAsync(program); // done
            await started.StopAsync(file);
        };
    }

    [Theory]
    [InlineData(nameof(RecordingSource.EventPipe))]
    [DeepInlineData(nameof(RecordingSource.Agent))]
    public async Task Launched_FromItsStart_SeesEveryProgramAsItIs(string source)
    {
        await AssertAllAsync(RecordAsync, RecordAsync);

        async Task RecordAsync(string program, FileStream file)
        {
            await using LaunchedProcess launched = LaunchedProcess.Start(["dotnet", Workload, "run", program], new LaunchOptions(Enum.Parse<RecordingSource>(source), false, Assert.Fail));
            Task<int> ending = launched.WaitAsync();
            using StartedRecording started = await launched.Recordings.ReadAsync();
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            await started.Recorder.Completion;
            await started.StopAsync(file);
            Assert.Equal(0, await ending);
        }
    }

    /// <summary>Records all programs, some at once, and again by itself what was not as it is.</summary>
    private async Task AssertAllAsync(params Func<string, FileStream, Task>[] lanes)
    {
        string[] left = [.. Catalogue.Live.Select(scenario => scenario.Name)];
        ConcurrentBag<string> faults = [];
        for (int attempt = 0; attempt < Attempts && left.Length > 0; attempt++)
        {
            faults.Clear();
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, LongestPause))); // whatever else keeps the machine busy comes in bursts
            var programs = new ConcurrentQueue<string>(left);
            await Task.WhenAll(lanes.Take(attempt == 0 ? lanes.Length : 1).Select(record => TakeAsync(programs, record, faults)));
            left = [.. left.Where(name => faults.Any(fault => fault.StartsWith(name + ": ", StringComparison.Ordinal)))];
        }

        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    private async Task TakeAsync(ConcurrentQueue<string> programs, Func<string, FileStream, Task> record, ConcurrentBag<string> faults)
    {
        while (programs.TryDequeue(out string? program))
        {
            string path = Path.Combine(_directory.FullName, program + ".nettrace");
            await using (FileStream file = File.Create(path))
                await record(program, file);
            if (Fault(program, path) is { } fault)
                faults.Add(fault);
        }
    }

    private static string? Fault(string program, string path)
    {
        try
        {
            Profiles.AsyncProfile profile = Decoding.NettraceProfile.Load(path);
            Assert.Equal((0, 0, 0, 0), (profile.Recording.LostEvents, profile.Recording.LostBatches, profile.Recording.Unbalanced, profile.Recording.IllegalTransitions));
            Catalogue.Of(program).Expected(RecordedReading.Of(profile, Programs));
            return null;
        }
        catch (Xunit.Sdk.XunitException difference)
        {
            return $"{program}: {difference.Message}";
        }
    }
}
