using System.Diagnostics;
using System.Globalization;
using AsyncProf.Cli.Output;
using AsyncProf.Decoding;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>On a terminal, one line that shows how a recording is going.</summary>
/// <param name="console">Where it stands.</param>
/// <param name="time">How long to record; null for as long as the process runs.</param>
/// <param name="isQuiet">Whether nothing is shown on a terminal either.</param>
internal sealed class LiveLine(CliConsole console, TimeSpan? time, bool isQuiet)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until the time is up, a stop is asked for, or the stream ends.</summary>
    public async Task WaitAsync(IRecorder recorder, string file, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        bool tells = !isQuiet && console.IsErrorTerminal;
        using NettraceCounter? counter = tells && recorder.Source == RecordingSource.EventPipe ? new NettraceCounter(file) : null;
        while (!stop.IsCancellationRequested && !recorder.Completion.IsCompleted && (time is null || watch.Elapsed < time))
        {
            TimeSpan left = time is null ? Turn : time.Value - watch.Elapsed;
            TimeSpan turn = left < Turn ? left : Turn;
            await Task.WhenAny(recorder.Completion, Task.Delay(turn > TimeSpan.Zero ? turn : TimeSpan.Zero, stop));
            if (tells)
                console.Errors.Write(Text(watch.Elapsed, recorder.Bytes, counter?.Progress ?? recorder.Progress));
        }

        if (tells)
            console.Errors.WriteLine();
    }

    private static string Text(TimeSpan elapsed, long bytes, RecordingProgress? progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"\r{elapsed.TotalSeconds,6:0.0} s  {progress?.Events ?? 0,11:N0} events  {progress?.Operations ?? 0,9:N0} operations  {progress?.Lost ?? 0:N0} lost  {bytes / 1024,9:N0} KiB ");
}
