using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Viewing;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof view FILE…</c>: profiles in the browser, followed while their files change.</summary>
internal static class ViewCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new ViewOptions();
        var command = new Command("view", "Shows profiles in the browser until Ctrl+C, and reloads them when their files change.\n\nExample: asyncprof view base.pb.gz head.pb.gz");
        options.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, () => RunAsync(options.Read(parsed, console), console)));
        return command;
    }

    private static async Task<int> RunAsync(ViewRequest request, CliConsole console)
    {
        using var signals = new StopSignals();
        ViewedFile[] viewed = [.. request.Files.Select(path => new ViewedFile(path, request.Memory, request.Inference, profile => request.Filter.Apply(profile, fold: !request.ShowAll)))];
        string[] names = [.. viewed.Select(file => file.Name)];
        for (int i = 0; i < viewed.Length; i++)
            viewed[i].Read(names, i); // what cannot be read is said before a server starts
        using ViewServer server = ViewServer.Start(request.Port, viewed);
        console.List(server.Address);
        console.Tell("Ctrl+C ends.");
        using IDisposable? page = request.OpenBrowser ? Browser.Open(server.Address) : null;
        await server.RunAsync(signals.Token);
        return 0;
    }
}
