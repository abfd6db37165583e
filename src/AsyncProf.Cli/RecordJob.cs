using System.CommandLine;
using System.Globalization;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary>Recordings on their way from processes into files.</summary>
internal sealed class RecordJob
{
    private const string RecordingExtension = ".nettrace";

    private readonly ParseResult _parsed;
    private readonly string? _output;
    private readonly bool _force;
    private readonly TimeSpan? _time;
    private readonly ExportFormat? _format;
    private readonly HashSet<string> _used = [];

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
        OutputFile.CheckFree(output, force);
        if (Path.GetDirectoryName(output) is { Length: > 0 } directory && !Directory.Exists(directory))
            throw new UserError($"{directory} is not there; make it first.");
    }

    private TextWriter Errors => _parsed.InvocationConfiguration.Error;

    /// <summary>Says something on the way.</summary>
    public void Warn(string sentence) => Errors.WriteLine($"asyncprof: {sentence}");

    /// <summary>Writes until the time is up, a stop is asked for, or the process ends.</summary>
    /// <param name="started">What is recorded; ended with it.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="isWanted">For a provisional one, ends when it is known whether it is kept; null for all others.</param>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public async Task RunAsync(StartedRecording started, CancellationToken stop, Task<bool>? isWanted = null)
    {
        using StartedRecording recording = started;
        string file = FileFor(started.Target, started.IsProvisional);
        OutputFile.CheckFree(file, _force);
        if (!_force && File.Exists(file + StartedRecording.ModulesExtension))
            throw new UserError($"{file}{StartedRecording.ModulesExtension} is there already, from a recording of that name that broke off; --force replaces it.");
        string written = _format is null ? file : $"{file}.{Path.GetRandomFileName()}{RecordingExtension}";
        bool isWhole = false, isOurs = false;
        try
        {
            await using (FileStream stream = OutputFile.Create(written))
            {
                isOurs = true;
                if (!started.IsProvisional)
                    Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Recording {started.Target.Name} ({started.Target.Pid}){(_time is { } length ? $" for {length.TotalSeconds:0.###} s" : "")}; Ctrl+C ends it."));
                await recording.WriteAsync(stream, Warn, stop);
                await new LiveLine(Errors, _time, isQuiet: started.IsProvisional).WaitAsync(recording.Recorder, written, stop);
                await recording.Recorder.StopAsync();
                if (isWanted is not null && !await isWanted)
                    return;
                Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(_format is null ? $"{written}: " : "Recorded: ")}{recording.Recorder.Bytes:N0} bytes"));
            }

            isWhole = true;
            if (_format is not null)
                Convert(written, _format, file);
            else
                Errors.WriteLine($"To read it: asyncprof report {file}");
        }
        catch (IOException exception)
        {
            isWhole = _format is null; // what there is of a recording can be read
            throw new UserError($"{written} cannot be written: {exception.Message}");
        }
        finally
        {
            if (isOurs && (_format is not null || !isWhole))
                File.Delete(written);
        }
    }

    private void Convert(string recording, ExportFormat format, string file)
    {
        try
        {
            ExportCommand.Write(_parsed, recording, format, file, _force);
        }
        catch (UserError error)
        {
            string kept = Path.ChangeExtension(file, null) + "-" + Path.GetRandomFileName() + RecordingExtension;
            File.Move(recording, kept);
            throw new UserError($"{error.Message} What was recorded is in {kept}.");
        }
    }

    /// <summary>A process may call itself anything, a path too.</summary>
    private static string FileName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    /// <summary>The file that was asked for; for further processes its name with theirs in it.</summary>
    private string FileFor(TargetProcess target, bool isProvisional)
    {
        string file = _output ?? string.Create(CultureInfo.InvariantCulture, $"asyncprof-{FileName(target.Name)}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}{RecordingExtension}");
        lock (_used)
        {
            if (isProvisional || _used.Add(file))
                return file;
        }

        int end = _format is { } format ? file.Length - format.ExtensionOf(file).Length : file.Length - RecordingExtension.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{file[..end]}-{FileName(target.Name)}-{target.Pid}{file[end..]}");
    }
}
