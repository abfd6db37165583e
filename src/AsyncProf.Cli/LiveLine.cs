using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary>On a terminal, one line that tells how a recording goes.</summary>
/// <param name="errors">Where it stands.</param>
/// <param name="time">How long the recording goes on; null for as long as it may.</param>
/// <param name="isQuiet">Whether nothing is told on a terminal either.</param>
internal sealed class LiveLine(TextWriter errors, TimeSpan? time, bool isQuiet)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until the time is up, a stop is asked for, or the stream ends.</summary>
    public async Task WaitAsync(EventPipeRecorder recorder, string file, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        bool tells = !isQuiet && errors == Console.Error && !Console.IsErrorRedirected;
        using NettraceCounter? counter = tells && recorder.Source == RecordingSource.EventPipe ? new NettraceCounter(file) : null;
        while (!stop.IsCancellationRequested && !recorder.Completion.IsCompleted && (time is null || watch.Elapsed < time))
        {
            TimeSpan left = time is null ? Turn : time.Value - watch.Elapsed;
            TimeSpan turn = left < Turn ? left : Turn;
            await Task.WhenAny(recorder.Completion, Task.Delay(turn > TimeSpan.Zero ? turn : TimeSpan.Zero, stop));
            if (tells)
                errors.Write(Text(watch.Elapsed, recorder.Bytes, counter?.Progress ?? recorder.Progress));
        }

        if (tells)
            errors.WriteLine();
    }

    private static string Text(TimeSpan elapsed, long bytes, RecordingProgress? progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"\r{elapsed.TotalSeconds,6:0.0} s  {progress?.Events ?? 0,11:N0} events  {progress?.Operations ?? 0,9:N0} operations  {progress?.Lost ?? 0:N0} lost  {bytes / 1024,9:N0} KiB ");
}
