using AsyncProf.Recording;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The programs with known answers, compiled with runtime-async, on .NET 11: the same trees and times as those of state machines.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Tier.Name, Tier.Deep)]
public sealed class RuntimeAsyncScenarioTests(PublishedPrograms published) : IDisposable
{
    /// <summary>Those whose answer is another one.</summary>
    private static readonly string[] Others =
    [
        "MutualAwaits", // what a call awaits that never goes on is not told
        "Pooled", // the TPL does not tell of such methods, the runtime does
        "RelayCancelled", "WhenEach", // what completes a task is not told where its awaiter goes on elsewhere
        "Semaphore", // who released it is not told: its wait goes on in a queued continuation
        "TwoAwaiters", // the second awaiter of a task goes on by itself
    ];

    /// <summary>Those that are attached to, some of each kind.</summary>
    private static readonly string[] Attached = ["NestedAwaits", "Iterator", "StartedEarlyEndsLast", "FanOut", "ContinueWithAwaited", "ErrorThroughLevels"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(nameof(RecordingSource.Agent))]
    public async Task Launched_FromItsStart_SeesEveryProgramAsItIs(string source)
    {
        string workload = await published.OnElevenAsync("AsyncProf.Workload", isRuntimeAsync: true);

        await ScenarioRecorder.AssertAllAsync(_directory, Others, RecordAsync, RecordAsync);

        Task RecordAsync(string program, FileStream file) => ScenarioRecorder.LaunchAsync([workload, "run", program], Enum.Parse<RecordingSource>(source), file);
    }

    [Theory]
    [InlineData(nameof(RecordingSource.Agent))]
    [InlineData(nameof(RecordingSource.EventPipe))]
    public async Task Attached_WithOperationsPending_SeesProgramsAsTheyAre(string source)
    {
        string workload = await published.OnElevenAsync("AsyncProf.Workload", isRuntimeAsync: true);
        await using RunningProgram one = RunningProgram.Start(workload, "serve"), other = RunningProgram.Start(workload, "serve");
        await one.ReadLineAsync(); // ready
        await other.ReadLineAsync();

        await ScenarioRecorder.AssertAllAsync(_directory, [.. Catalogue.Live.Select(scenario => scenario.Name).Except(Attached)], Of(one), Of(other));

        Func<string, FileStream, Task> Of(RunningProgram target) => (program, file) => ScenarioRecorder.AttachAsync(target, program, Enum.Parse<RecordingSource>(source), file);
    }
}
