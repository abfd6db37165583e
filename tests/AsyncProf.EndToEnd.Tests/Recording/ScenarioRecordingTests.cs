using AsyncProf.EndToEnd.Tests.Sample;
using AsyncProf.Recording;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The programs with known answers, recorded from outside: launched, and attached to while other operations are pending.</summary>
[Collection(RecordingCollection.Name)]
public sealed class ScenarioRecordingTests : IDisposable
{
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

        await ScenarioRecorder.AssertAllAsync(_directory, [], Of(one), Of(other));

        Func<string, FileStream, Task> Of(RunningProgram target) => (program, file) => ScenarioRecorder.AttachAsync(target, program, Enum.Parse<RecordingSource>(source), file);
    }

    [Theory]
    [InlineData(nameof(RecordingSource.EventPipe))]
    [DeepInlineData(nameof(RecordingSource.Agent))]
    public async Task Launched_FromItsStart_SeesEveryProgramAsItIs(string source)
    {
        await ScenarioRecorder.AssertAllAsync(_directory, [], RecordAsync, RecordAsync);

        Task RecordAsync(string program, FileStream file) => ScenarioRecorder.LaunchAsync(["dotnet", Workload, "run", program], Enum.Parse<RecordingSource>(source), file);
    }
}
