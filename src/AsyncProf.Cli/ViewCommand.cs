using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof view FILE…</c>: profiles in the browser, followed while their files change.</summary>
internal static class ViewCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles (.pb.gz); a menu changes between several.", Arity = ArgumentArity.OneOrMore };
        var port = new Option<int>("--port") { Description = "The port on loopback; a free one by default.", CustomParser = NumberOption.Parse };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address." };
        var showAll = new Option<bool>("--show-all") { Description = "Show the frameworks' frames (System.*, Microsoft.*) too." };
        var filters = new FilterOptions();
        var command = new Command("view", "Shows profiles in the browser until Ctrl+C, and follows their files.\n\nExample: asyncprof view base.pb.gz head.pb.gz") { files, port, noBrowser, showAll };
        filters.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(parsed, async () =>
        {
            using var signals = new StopSignals();
            AsyncProfile Filter(AsyncProfile profile) => filters.Apply(parsed, profile, fold: !parsed.GetValue(showAll));
            ViewedFile[] viewed = [.. parsed.GetValue(files)!.Select(path => new ViewedFile(path, Filter))];
            string[] names = [.. viewed.Select(file => file.Name)];
            for (int i = 0; i < viewed.Length; i++)
                viewed[i].Read(names, i); // what cannot be read is said before a server starts
            using ViewServer server = ViewServer.Start(parsed.GetValue(port), viewed);
            parsed.InvocationConfiguration.Output.WriteLine(server.Address);
            parsed.InvocationConfiguration.Error.WriteLine("Ctrl+C ends.");
            if (!parsed.GetValue(noBrowser))
                OpenBrowser(server.Address);
            await server.RunAsync(signals.Token);
        }));
        return command;
    }

    /// <summary>Where there is no browser, the address that was printed is enough.</summary>
    private static void OpenBrowser(string address)
    {
        bool hasScreen = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is not null || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null;
        if (!hasScreen)
            return;
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            // None is registered.
        }
    }
}
