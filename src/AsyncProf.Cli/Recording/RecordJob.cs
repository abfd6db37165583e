using System.Globalization;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>Recordings on their way from processes into files.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="console">Where progress is told.</param>
/// <exception cref="UserError">The file cannot be written, which is said before anything starts.</exception>
internal sealed class RecordJob(RecordRequest request, CliConsole console)
{
    private readonly RecordFiles _files = new(request.Output, request.Force);

    /// <summary>Ends what goes on after a recording, unless it is what ended that.</summary>
    public CancellationToken GivesUp { get; init; }

    /// <summary>Says something on the way.</summary>
    public void Warn(string sentence) => console.Say(sentence);

    /// <summary>Tells how it goes, unless it is one of several runs.</summary>
    public void Tell(string line)
    {
        if (!request.IsOneRun)
            console.Tell(line);
    }

    /// <summary>Writes until the time is up, a stop is asked for, or the process ends.</summary>
    /// <param name="started">What is recorded; ended with it.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="isWanted">For a provisional one, ends when it is known whether it is kept; null for all others.</param>
    /// <returns>Whether the process still ran when the recording ended.</returns>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public async Task<bool> RunAsync(StartedRecording started, CancellationToken stop, Task<bool>? isWanted = null)
    {
        using StartedRecording recording = started;
        string file = _files.For(started), written = _files.Format is null ? file : RecordFiles.TemporaryOf(file);
        bool isOurs = false, isKept = false, isRunning;
        using SpanUpload? upload = request.Endpoint is { } endpoint ? new SpanUpload(endpoint, SpanResource.OptionsHere(request.IsRedacted), request.Inference, console) : null;
        try
        {
            await using (FileStream stream = OutputFile.Create(written, request.Force))
            {
                isOurs = true;
                if (!started.IsProvisional)
                    Tell(string.Create(CultureInfo.InvariantCulture, $"Recording {started.Target.Name} ({started.Target.Pid}){(request.Duration is { } length ? $" for {length.TotalSeconds:0.###} s" : "")}; Ctrl+C ends it."));
                recording.TakesStacks = request.TakesSamples;
                await recording.WriteAsync(stream, Warn, stop);
                upload?.Follow(recording, written);
                await new LiveLine(console, request.Duration, isQuiet: started.IsProvisional).WaitAsync(recording.Recorder, written, stop);
                isRunning = !recording.Recorder.Completion.IsCompleted;
                await recording.StopAsync(stream, Warn);
                if (isWanted is not null && !await isWanted)
                    return isRunning;
            }

            if (recording.Recorder.Bytes == 0)
                throw new UserError($"Process {started.Target.Pid} has sent nothing: there is no recording.");
            Tell(string.Create(CultureInfo.InvariantCulture, $"{(_files.Format is null ? $"{written}: " : "Recorded: ")}{recording.Recorder.Bytes:N0} bytes"));
            isKept = true; // from here on it is either converted or what was asked for
            upload?.Finish(written, _files.Format is null ? written : null, GivesUp);
            if (_files.Format is { } format)
                Convert(written, new ExportTarget(file, format, request.Force) { IsRedacted = request.IsRedacted, Inference = request.Inference });
            else
                Tell($"To read it: asyncprof report {file}");
            return isRunning;
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            isKept = isOurs && recording.Recorder.Bytes > 0; // what there is of a recording can be read
            string kept = !isKept ? "" : $" What was recorded until then is in {(_files.Format is null ? written : Kept(written, file))}.";
            throw new UserError($"{written} cannot be written: {exception.Message}{kept}");
        }
        finally
        {
            if (isOurs && !isKept)
                RecordFiles.Remove(written);
        }
    }

    private void Convert(string recording, ExportTarget target)
    {
        try
        {
            target.WriteRecording(recording, console);
        }
        catch (UserError error)
        {
            throw new UserError($"{error.Message} What was recorded is in {Kept(recording, target.Path)}.");
        }

        RecordFiles.Remove(recording);
    }

    /// <summary>Where a recording is now that could not be converted. It says all that the runtime says, which a user who asked for less must know.</summary>
    private string Kept(string recording, string output) => $"{RecordFiles.Keep(recording, output)}{(request.IsRedacted ? ", which is not redacted" : "")}";
}
