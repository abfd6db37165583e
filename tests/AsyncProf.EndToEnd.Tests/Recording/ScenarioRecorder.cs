using System.Collections.Concurrent;
using AsyncProf.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Records the programs with known answers and compares.</summary>
internal static class ScenarioRecorder
{
    private const string Programs = "AsyncProf.Workload.Programs.";

    /// <summary>A busy machine may start two timers in the wrong order, or stop a thread for a while; what is wrong for good is so every time.</summary>
    private const int Attempts = 8, LongestPause = 2;

    /// <summary>Records a program from its start to its end.</summary>
    public static async Task LaunchAsync(IReadOnlyList<string> command, RecordingSource source, FileStream file)
    {
        await using LaunchedProcess launched = LaunchedProcess.Start(command, new LaunchOptions(source, false, Assert.Fail));
        Task<int> ending = launched.WaitAsync();
        using StartedRecording started = await launched.Recordings.ReadAsync();
        await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
        await started.Recorder.Completion;
        await started.StopAsync(file);
        Assert.Equal(0, await ending);
    }

    /// <summary>Records a program that one which waits for its name runs, while other operations are pending in it.</summary>
    public static async Task AttachAsync(RunningProgram target, string program, RecordingSource source, FileStream file)
    {
        using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), source, isLaunched: false, Assert.Fail);
        await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
        await target.AskAsync(program); // done
        await started.StopAsync(file);
    }

    /// <summary>Records all programs, some at once, and again by itself what was not as it is.</summary>
    /// <param name="directory">Where recordings go.</param>
    /// <param name="without">Programs that are left out.</param>
    /// <param name="lanes">Record a program; as many at once as there are.</param>
    public static async Task AssertAllAsync(DirectoryInfo directory, IReadOnlyList<string> without, params Func<string, FileStream, Task>[] lanes)
    {
        string[] left = [.. Catalogue.Live.Select(scenario => scenario.Name).Except(without)];
        ConcurrentBag<string> faults = [];
        for (int attempt = 0; attempt < Attempts && left.Length > 0; attempt++)
        {
            faults.Clear();
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, LongestPause))); // whatever else keeps the machine busy comes in bursts
            var programs = new ConcurrentQueue<string>(left);
            await Task.WhenAll(lanes.Take(attempt == 0 ? lanes.Length : 1).Select(record => TakeAsync(directory, programs, record, faults)));
            left = [.. left.Where(name => faults.Any(fault => fault.StartsWith(name + ": ", StringComparison.Ordinal)))];
        }

        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    private static async Task TakeAsync(DirectoryInfo directory, ConcurrentQueue<string> programs, Func<string, FileStream, Task> record, ConcurrentBag<string> faults)
    {
        while (programs.TryDequeue(out string? program))
        {
            string path = Path.Combine(directory.FullName, program + ".nettrace");
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
            RecordingAssert.IsSound(profile);
            Catalogue.Of(program).Expected(RecordedReading.Of(profile, Programs));
            return null;
        }
        catch (Xunit.Sdk.XunitException difference)
        {
            return $"{program}: {difference.Message}";
        }
    }
}
