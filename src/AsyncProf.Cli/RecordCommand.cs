using System.CommandLine;
using System.Runtime.InteropServices;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof record</c>: attaches to a running process, or launches a command, and writes what its tasks do.</summary>
internal static class RecordCommand
{
    /// <summary>Exit code where a command was to be launched and it is us who failed.</summary>
    private const int OwnFailure = 125;

    public static Command Create()
    {
        var output = new Option<string>("--output", "-o") { Description = "Where it goes: a .nettrace, or what export can write (.pb.gz, .html, …). By default asyncprof-NAME-TIME.nettrace.", HelpName = "FILE" };
        var duration = new Option<string>("--duration", "-d") { Description = "How long: 5, 500ms, 2m. By default until Ctrl+C or the end of the process.", HelpName = "TIME" };
        var pid = new Option<int?>("--pid", "-p") { Description = "The process id." };
        var name = new Option<string>("--name", "-n") { Description = "The name of the process, or of the app that dotnet runs." };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it is there." };
        var launch = new Argument<string[]>("COMMAND") { Description = "After --: a program to launch, and its arguments.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("record", "Records what the tasks of a .NET process do, without touching its code.\n\nExample: asyncprof record --pid 4711 -d 10 -o shop.html\n         asyncprof record -o shop.html -- dotnet run -c Release") { output, duration, pid, name, force, launch };
        command.SetAction(async (parsed, _) =>
        {
            string[] launched = parsed.GetValue(launch) ?? [];
            int code = 0;
            int guarded = await UserError.GuardAsync(parsed, async () =>
            {
                if (launched.Length > 0 && (parsed.GetValue(pid) is not null || parsed.GetValue(name) is not null))
                    throw new UserError("Name a process by --pid or --name, or a command to launch, not both.");
                var job = new RecordJob(parsed, parsed.GetValue(output), parsed.GetValue(force), TimeOption.Parse("--duration", parsed.GetValue(duration)));
                using var signals = new StopSignals();
                try
                {
                    if (launched.Length > 0)
                        code = await LaunchAsync(job, launched, signals);
                    else
                        await AttachAsync(job, Choose(parsed.GetValue(pid), parsed.GetValue(name)), signals.Token);
                }
                catch (RecordingException exception)
                {
                    throw new UserError(exception.Message);
                }
            });
            return guarded == 0 ? code : launched.Length > 0 ? OwnFailure : guarded;
        });
        return command;
    }

    private static TargetProcess Choose(int? pid, string? name)
    {
        if (pid is { } id && name is null)
            return TargetProcess.Of(id);
        if (name is null || pid is not null)
            throw new UserError("Name one process, by --pid or by --name, or a command after --; asyncprof ps lists processes.");
        IReadOnlyList<TargetProcess> found = TargetProcess.Named(name);
        return found.Count switch
        {
            1 => TargetProcess.Of(found[0].Pid),
            0 => throw new UserError($"No .NET process is called {name}; asyncprof ps lists them."),
            _ => throw new UserError($"Several processes are called {name}: choose one by --pid, of {string.Join(", ", found.Select(target => target.Pid))}."),
        };
    }

    private static async Task AttachAsync(RecordJob job, TargetProcess target, CancellationToken stop)
    {
        using EventPipeRecorder recorder = await EventPipeRecorder.StartAsync(target, stop);
        await job.RunAsync(target, recorder, stop);
    }

    /// <summary>A terminal sends Ctrl+C to the command too, whose end ends the recording; what is sent to us alone is passed on.</summary>
    private static async Task<int> LaunchAsync(RecordJob job, string[] command, StopSignals signals)
    {
        await using LaunchedProcess launched = LaunchedProcess.Start(command);
        using CancellationTokenRegistration passing = signals.Token.Register(() =>
        {
            if (signals.First == PosixSignal.SIGTERM)
                launched.Terminate();
        });
        Task<int> ending = launched.WaitAsync();
        if (await launched.Recorder is not { } started)
        {
            await ending;
            throw new UserError($"{command[0]} ended and had started no .NET process that can be recorded.");
        }

        using (started.Recorder)
            await job.RunAsync(started.Target, started.Recorder, CancellationToken.None);
        return await ending;
    }
}
