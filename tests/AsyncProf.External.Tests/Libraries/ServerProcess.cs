using System.Diagnostics;
using System.Globalization;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>A server of a test's own: its data lie in a folder of their own and it listens at a socket there alone. It ends with the test.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process _process;

    private ServerProcess(string folder, Process process) => (Folder, _process) = (folder, process);

    /// <summary>Where its data and its socket are.</summary>
    public string Folder { get; }

    /// <summary>Starts Redis, which keeps nothing.</summary>
    public static Task<ServerProcess> StartRedisAsync()
    {
        string folder = NewFolder(), socket = Path.Combine(folder, "redis");
        return StartAsync(folder, socket, ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder]);
    }

    /// <summary>Makes a cluster of PostgreSQL and starts it.</summary>
    public static async Task<ServerProcess> StartPostgresAsync()
    {
        string folder = NewFolder(), data = Path.Combine(folder, "data"), programs = PostgresPrograms();
        if (Environment.IsPrivilegedProcess)
            await RunAsync(folder, ["chown", "nobody", folder]);
        await RunAsync(folder, [.. Unprivileged, Path.Combine(programs, "initdb"), "--pgdata", data, "--username", "shop", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]);
        return await StartAsync(
            folder, Path.Combine(folder, ".s.PGSQL.5432"), [.. Unprivileged, Path.Combine(programs, "postgres"), "-D", data, "-k", folder, "-h", "", "-p", "5432", "-F"]);
    }

    /// <summary>Ends it. SIGINT means to both: now, whoever is connected.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Tool.SignalAsync("INT", _process.Id);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] Unprivileged => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "nobody", "--clear-groups"] : [];

    private static string NewFolder() => Directory.CreateTempSubdirectory("asyncprof-").FullName;

    /// <summary>Debian keeps each version in a folder of its own, and out of the path.</summary>
    private static string PostgresPrograms() => Path.Combine(
        Directory.GetDirectories("/usr/lib/postgresql").MaxBy(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))!, "bin");

    private static async Task<ServerProcess> StartAsync(string folder, string socket, string[] command)
    {
        var server = new ServerProcess(folder, Start(folder, command));
        for (var waited = Stopwatch.StartNew(); !File.Exists(socket); await Task.Delay(20))
        {
            if (!server._process.HasExited && waited.Elapsed < Patience)
                continue;
            string log = await LogAsync(folder);
            await server.DisposeAsync();
            Assert.Fail($"{string.Join(' ', command)} did not start: {log}");
        }

        return server;
    }

    private static async Task RunAsync(string folder, string[] command)
    {
        using Process process = Start(folder, command);
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            Assert.Fail($"{string.Join(' ', command)} ended with {process.ExitCode}: {await LogAsync(folder)}");
    }

    /// <summary>A shell keeps what it prints, and becomes the program.</summary>
    private static Process Start(string folder, string[] command) => Process.Start(
        new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", Path.Combine(folder, "log"), .. command]) { WorkingDirectory = "/" })!;

    private static async Task<string> LogAsync(string folder) => await File.ReadAllTextAsync(Path.Combine(folder, "log"));
}
