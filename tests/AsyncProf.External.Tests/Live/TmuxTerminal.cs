using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.External.Tests.Live;

/// <summary>A terminal that a test can look at and type into: tmux, with a server of its own.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly string _server;

    private TmuxTerminal(string server) => _server = server;

    /// <summary>Starts a program in one.</summary>
    /// <param name="command">The program and its arguments, for a shell.</param>
    /// <param name="width">How many columns it has.</param>
    /// <param name="height">How many lines.</param>
    public static async Task<TmuxTerminal> StartAsync(string command, int width, int height)
    {
        var terminal = new TmuxTerminal("asyncprof-tests-" + Path.GetRandomFileName());
        await terminal.AskAsync("-f", "/dev/null", "new-session", "-d", "-x", Text(width), "-y", Text(height), command);
        return terminal;
    }

    /// <summary>What stands on it, line by line.</summary>
    public async Task<string[]> LookAsync() => [.. (await AskAsync("capture-pane", "-p")).Split('\n').Select(line => line.TrimEnd())];

    /// <summary>Looks until something can be seen; fails with what is seen instead.</summary>
    public async Task<string[]> LookForAsync(Func<string[], bool> condition)
    {
        string[] lines = [];
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(100))
        {
            lines = await LookAsync();
            if (condition(lines))
                return lines;
        }

        Assert.Fail(string.Join('\n', lines));
        return lines;
    }

    /// <summary>Types keys, as tmux names them.</summary>
    public Task TypeAsync(params string[] keys) => AskAsync(["send-keys", .. keys]);

    /// <summary>Makes it larger or smaller.</summary>
    public Task ResizeAsync(int width, int height) => AskAsync("resize-window", "-x", Text(width), "-y", Text(height));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await AskAsync("kill-server");
        }
        catch (InvalidOperationException)
        {
            // Its program has ended, and the server with it.
        }
    }

    private async Task<string> AskAsync(params string[] words)
    {
        var start = new ProcessStartInfo("tmux", ["-L", _server, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("TMUX");
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process tmux = Process.Start(start)!;
        string output = await tmux.StandardOutput.ReadToEndAsync();
        string errors = await tmux.StandardError.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return tmux.ExitCode == 0 ? output : throw new InvalidOperationException(errors);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
