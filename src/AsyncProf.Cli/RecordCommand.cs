using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof record</c>: attaches to a running process and writes what its tasks do.</summary>
internal static class RecordCommand
{
    private const string RecordingExtension = ".nettrace";

    public static Command Create()
    {
        var output = new Option<string>("--output", "-o") { Description = "Where it goes: a .nettrace, or what export can write (.pb.gz, .html, …). By default asyncprof-NAME-TIME.nettrace.", HelpName = "FILE" };
        var duration = new Option<string>("--duration", "-d") { Description = "How long: 5, 500ms, 2m. By default until Ctrl+C or the end of the process.", HelpName = "TIME" };
        var pid = new Option<int?>("--pid", "-p") { Description = "The process id." };
        var name = new Option<string>("--name", "-n") { Description = "The name of the process, or of the app that dotnet runs." };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it is there." };
        var command = new Command("record", "Records what the tasks of a running .NET process do, without touching its code.\n\nExample: asyncprof record --pid 4711 -d 10 -o shop.html") { output, duration, pid, name, force };
        command.SetAction((parsed, _) => UserError.GuardAsync(parsed, async () =>
        {
            using var signals = new StopSignals();
            TimeSpan? time = TimeOption.Parse("--duration", parsed.GetValue(duration));
            try
            {
                TargetProcess target = Choose(parsed.GetValue(pid), parsed.GetValue(name));
                string file = parsed.GetValue(output) ?? string.Create(CultureInfo.InvariantCulture, $"asyncprof-{target.Name}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}{RecordingExtension}");
                await RecordAsync(parsed, target, file, parsed.GetValue(force), time, signals.Token);
            }
            catch (RecordingException exception)
            {
                throw new UserError(exception.Message);
            }
        }));
        return command;
    }

    private static TargetProcess Choose(int? pid, string? name)
    {
        if (pid is { } id && name is null)
            return TargetProcess.Of(id);
        if (name is null || pid is not null)
            throw new UserError("Name one process, by --pid or by --name; asyncprof ps lists them.");
        IReadOnlyList<TargetProcess> found = TargetProcess.Named(name);
        return found.Count switch
        {
            1 => TargetProcess.Of(found[0].Pid),
            0 => throw new UserError($"No .NET process is called {name}; asyncprof ps lists them."),
            _ => throw new UserError($"Several processes are called {name}: choose one by --pid, of {string.Join(", ", found.Select(target => target.Pid))}."),
        };
    }

    private static async Task RecordAsync(ParseResult parsed, TargetProcess target, string file, bool force, TimeSpan? time, CancellationToken stop)
    {
        bool converts = !file.EndsWith(RecordingExtension, StringComparison.OrdinalIgnoreCase);
        ExportFormat? format = converts ? ExportFormat.Of(null, file) : null;
        if (!force && File.Exists(file))
            throw new UserError($"{file} is there already; --force replaces it.");
        string recording = converts ? $"{file}.{Path.GetRandomFileName()}{RecordingExtension}" : file;
        TextWriter errors = parsed.InvocationConfiguration.Error;
        try
        {
            using EventPipeRecorder recorder = await EventPipeRecorder.StartAsync(target, stop);
            await using (FileStream stream = OutputFile.Create(recording))
            {
                recorder.Write(stream);
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Recording {target.Name} ({target.Pid}){(time is { } length ? $" for {length.TotalSeconds:0.###} s" : "")}; Ctrl+C ends it."));
                await WaitAsync(recorder, time, errors, stop);
                await recorder.StopAsync();
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recording}: {recorder.Bytes:N0} bytes"));
            }

            if (format is not null)
                ExportCommand.Write(parsed, recording, format, file, force);
            else
                errors.WriteLine($"To read it: asyncprof report {file}");
        }
        catch (IOException exception)
        {
            throw new UserError($"{recording} cannot be written: {exception.Message}");
        }
        finally
        {
            if (converts)
                File.Delete(recording);
        }
    }

    /// <summary>Until the time is up, Ctrl+C, or the end of the process. On a terminal a line tells how it goes.</summary>
    private static async Task WaitAsync(EventPipeRecorder recorder, TimeSpan? time, TextWriter errors, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        bool tells = errors == Console.Error && !Console.IsErrorRedirected;
        while (!stop.IsCancellationRequested && !recorder.Completion.IsCompleted && (time is null || watch.Elapsed < time))
        {
            TimeSpan left = time is null ? TimeSpan.FromSeconds(1) : time.Value - watch.Elapsed;
            TimeSpan turn = left < TimeSpan.FromMilliseconds(500) ? left : TimeSpan.FromMilliseconds(500);
            await Task.WhenAny(recorder.Completion, Task.Delay(turn > TimeSpan.Zero ? turn : TimeSpan.Zero, stop));
            if (tells)
                errors.Write(string.Create(CultureInfo.InvariantCulture, $"\r{watch.Elapsed.TotalSeconds,6:0.0} s  {recorder.Bytes / 1024,9:N0} KiB "));
        }

        if (tells)
            errors.WriteLine();
    }
}
