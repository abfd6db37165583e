using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary>One recording on its way from a process into a file.</summary>
internal sealed class RecordJob
{
    private const string RecordingExtension = ".nettrace";

    private readonly ParseResult _parsed;
    private readonly string? _output;
    private readonly bool _force;
    private readonly TimeSpan? _time;
    private readonly ExportFormat? _format;

    /// <param name="parsed">The command line.</param>
    /// <param name="output">The file that was asked for; null for one named after the process.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <param name="time">How long; null for as long as it goes on.</param>
    /// <exception cref="UserError">The file cannot be written, which is said before anything starts.</exception>
    public RecordJob(ParseResult parsed, string? output, bool force, TimeSpan? time)
    {
        (_parsed, _output, _force, _time) = (parsed, output, force, time);
        if (output is null)
            return;
        if (!output.EndsWith(RecordingExtension, StringComparison.OrdinalIgnoreCase))
            _format = ExportFormat.Of(null, output);
        if (!force && File.Exists(output))
            throw new UserError($"{output} is there already; --force replaces it.");
        if (Path.GetDirectoryName(output) is { Length: > 0 } directory && !Directory.Exists(directory))
            throw new UserError($"{directory} is not there; make it first.");
    }

    private TextWriter Errors => _parsed.InvocationConfiguration.Error;

    /// <summary>Writes until the time is up, a stop is asked for, or the process ends.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public async Task RunAsync(TargetProcess target, EventPipeRecorder recorder, CancellationToken stop)
    {
        string file = _output ?? string.Create(CultureInfo.InvariantCulture, $"asyncprof-{target.Name}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}{RecordingExtension}");
        string recording = _format is null ? file : $"{file}.{Path.GetRandomFileName()}{RecordingExtension}";
        try
        {
            await using (FileStream stream = OutputFile.Create(recording))
            {
                recorder.Write(stream);
                Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Recording {target.Name} ({target.Pid}){(_time is { } length ? $" for {length.TotalSeconds:0.###} s" : "")}; Ctrl+C ends it."));
                await WaitAsync(recorder, stop);
                await recorder.StopAsync();
                Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recording}: {recorder.Bytes:N0} bytes"));
            }

            if (_format is not null)
                ExportCommand.Write(_parsed, recording, _format, file, _force);
            else
                Errors.WriteLine($"To read it: asyncprof report {file}");
        }
        catch (IOException exception)
        {
            throw new UserError($"{recording} cannot be written: {exception.Message}");
        }
        finally
        {
            if (_format is not null)
                File.Delete(recording);
        }
    }

    /// <summary>On a terminal a line tells how it goes.</summary>
    private async Task WaitAsync(EventPipeRecorder recorder, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        bool tells = Errors == Console.Error && !Console.IsErrorRedirected;
        while (!stop.IsCancellationRequested && !recorder.Completion.IsCompleted && (_time is null || watch.Elapsed < _time))
        {
            TimeSpan left = _time is null ? TimeSpan.FromSeconds(1) : _time.Value - watch.Elapsed;
            TimeSpan turn = left < TimeSpan.FromMilliseconds(500) ? left : TimeSpan.FromMilliseconds(500);
            await Task.WhenAny(recorder.Completion, Task.Delay(turn > TimeSpan.Zero ? turn : TimeSpan.Zero, stop));
            if (tells)
                Errors.Write(string.Create(CultureInfo.InvariantCulture, $"\r{watch.Elapsed.TotalSeconds,6:0.0} s  {recorder.Bytes / 1024,9:N0} KiB "));
        }

        if (tells)
            Errors.WriteLine();
    }
}
