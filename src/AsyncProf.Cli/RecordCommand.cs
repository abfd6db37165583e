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
        var pid = new Option<int?>("--pid", "-p") { Description = "The process id.", CustomParser = result => NumberOption.Parse(result) };
        var name = new Option<string>("--name", "-n") { Description = "The name of the process, or of the app that dotnet runs." };
        var source = new Option<string>("--source") { Description = "Who tells: the runtime itself (eventpipe), or an agent loaded into the process (agent). auto: eventpipe for a process that runs, agent for one that is launched, and on .NET 8.", DefaultValueFactory = _ => "auto" };
        source.AcceptOnlyFromAmong("auto", "eventpipe", "agent");
        var subprocesses = new Option<bool>("--subprocesses") { Description = "Record every .NET process that COMMAND starts, each into a file of its own." };
        var force = new Option<bool>("--force") { Description = "Replace FILE if it is there." };
        var launch = new Argument<string[]>("COMMAND") { Description = "After --: a program to launch, and its arguments.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("record", "Records what the tasks of a .NET process do, without touching its code.\n\nExample: asyncprof record --pid 4711 -d 10 -o shop.html\n         asyncprof record -o shop.html -- dotnet run -c Release") { output, duration, pid, name, source, subprocesses, force, launch };
        command.SetAction(async (parsed, _) =>
        {
            string[] launched = parsed.GetValue(launch) ?? [];
            int code = 0;
            int guarded = await UserError.GuardAsync(parsed, async () =>
            {
                if (launched.Length > 0 && (parsed.GetValue(pid) is not null || parsed.GetValue(name) is not null))
                    throw new UserError("Name a process by --pid or --name, or a command to launch, not both.");
                if (launched is [['-', ..] unknown, ..])
                    throw new UserError($"{unknown} is no option of record; asyncprof record --help tells what there is.");
                if (launched is [var number] && number.All(char.IsAsciiDigit))
                    throw new UserError($"{number} is no command to launch; --pid {number} names a process.");
                if (launched.Length == 0 && parsed.GetValue(subprocesses))
                    throw new UserError("--subprocesses is for a command to launch: processes that run already are recorded one by one.");
                RecordingSource asked = Enum.Parse<RecordingSource>(parsed.GetValue(source)!, ignoreCase: true);
                var job = new RecordJob(parsed, parsed.GetValue(output), parsed.GetValue(force), TimeOption.Parse("--duration", parsed.GetValue(duration)));
                using var signals = new StopSignals();
                try
                {
                    if (launched.Length > 0)
                        code = await LaunchAsync(job, launched, new LaunchOptions(asked, parsed.GetValue(subprocesses), job.Warn), signals);
                    else
                        await AttachAsync(job, Choose(parsed.GetValue(pid), parsed.GetValue(name)), asked, signals.Token);
                }
                catch (RecordingException exception)
                {
                    throw new UserError(exception.Message);
                }
                catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
                {
                    throw new UserError("It was stopped before it had begun.");
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

    private static async Task AttachAsync(RecordJob job, TargetProcess target, RecordingSource source, CancellationToken stop) =>
        await job.RunAsync(await StartedRecording.StartAsync(target, source, isLaunched: false, job.Warn, cancellationToken: stop), stop);

    /// <summary>A terminal sends Ctrl+C to the command too, whose end ends the recording; what is sent to us alone is passed on.</summary>
    private static async Task<int> LaunchAsync(RecordJob job, string[] command, LaunchOptions options, StopSignals signals)
    {
        await using LaunchedProcess launched = LaunchedProcess.Start(command, options);
        using CancellationTokenRegistration passing = signals.Token.Register(() =>
        {
            if (signals.First is { } signal)
                launched.PassOn(signal);
        });
        using var over = new CancellationTokenSource();
        using var appCame = new CancellationTokenSource();
        var isWanted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> ending = launched.WaitAsync();
        Task? provisional = null;
        var recordings = new List<Task>();
        await foreach (StartedRecording started in launched.Recordings.ReadAllAsync())
        {
            if (started.IsProvisional)
            {
                provisional = job.RunAsync(started, appCame.Token, isWanted.Task);
                continue;
            }

            // It was dotnet, and this is the app.
            isWanted.TrySetResult(false);
            await appCame.CancelAsync();
            await (provisional ?? Task.CompletedTask);
            recordings.Add(job.RunAsync(started, over.Token));
        }

        int code = await ending;
        isWanted.TrySetResult(true);
        if (options.Subprocesses)
            await over.CancelAsync(); // what outlives the command is not waited for
        await Task.WhenAll([provisional ?? Task.CompletedTask, .. recordings]);
        return recordings.Count > 0 || provisional is not null
            ? code
            : throw new UserError($"{command[0]} ended and had started no .NET process that can be recorded.");
    }
}
