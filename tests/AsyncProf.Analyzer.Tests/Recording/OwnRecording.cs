using AsyncProf.Recording;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>A recording of this very process while it runs something, made over EventPipe as of any other.</summary>
public sealed class OwnRecording : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "own.nettrace");

    public async Task InitializeAsync()
    {
        await OuterAsync(); // it is compiled by then
        await using FileStream file = File.Create(Path);
        using EventPipeRecorder recorder = await EventPipeRecorder.StartAsync(TargetProcess.Of(Environment.ProcessId), RecordingSource.EventPipe, runtime: null, CancellationToken.None);
        recorder.Write(file);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OuterAsync()));
        await recorder.StopAsync();
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static async Task OuterAsync()
    {
        await Task.Delay(50);
        await InnerAsync();
    }

    private static async Task InnerAsync() => await Task.Delay(100);
}
