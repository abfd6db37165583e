using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Sessions of EventPipe of this very process, as a recording within a budget consists of: two windows, the end in a pause, and what went on beside all of them.</summary>
public sealed class OwnSessions : IAsyncLifetime
{
    public const int PauseMilliseconds = 1_000;

    private readonly List<byte[]> _sessions = [];

    /// <summary>One after the other.</summary>
    public IReadOnlyList<byte[]> Sessions => _sessions;

    /// <summary>The one beside them.</summary>
    public byte[] Modules { get; private set; } = [];

    public async Task InitializeAsync()
    {
        using EventPipeRecorder guard = await StartAsync(SessionRequests.Guard);
        using var modules = new MemoryStream();
        guard.Write(modules);
        Task across = Task.CompletedTask;
        await RecordAsync(SessionRequests.Window, async () =>
        {
            across = AcrossAsync();
            await BriefAsync();
        });
        await Task.Delay(PauseMilliseconds);
        await RecordAsync(SessionRequests.Window, async () =>
        {
            await BriefAsync();
            await across;
        });
        await Task.Delay(PauseMilliseconds);
        await RecordAsync(SessionRequests.Closing, () => Task.CompletedTask);
        await guard.StopAsync();
        Modules = modules.ToArray();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static Task<EventPipeRecorder> StartAsync(SessionRequest request) => EventPipeRecorder.StartAsync(TargetProcess.Of(Environment.ProcessId), request, CancellationToken.None);

    private async Task RecordAsync(SessionRequest request, Func<Task> action)
    {
        using EventPipeRecorder recorder = await StartAsync(request);
        using var file = new MemoryStream();
        recorder.Write(file);
        await action();
        await recorder.StopAsync();
        _sessions.Add(recorder.IsWhole ? file.ToArray() : throw new InvalidOperationException("A session has not come to its end."));
    }

    private static async Task BriefAsync() => await Task.Delay(100);

    /// <summary>Begins in the first window and ends in the second.</summary>
    private static async Task AcrossAsync() => await Task.Delay(PauseMilliseconds + 500);
}
