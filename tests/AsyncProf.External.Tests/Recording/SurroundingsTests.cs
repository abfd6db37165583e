using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests.Recording;

/// <summary>Other users, containers and full disks: what takes root to arrange.</summary>
[SupportedOSPlatform("linux")]
public sealed class SurroundingsTests : IDisposable
{
    private const string Nobody = "65534", Step = "AsyncProf.Target.Work.StepAsync";

    /// <summary>Where every user may look, and which is not the temporary directory.</summary>
    private readonly string _directory = Path.Combine("/var/tmp", "asyncprof-tests-" + Path.GetRandomFileName());

    public SurroundingsTests()
    {
        CopyDirectory(Path.Combine(Repository.Root, "tests/programs/AsyncProf.Target/bin", Configuration, "net10.0"), Path.Combine(_directory, "target"));
        CopyDirectory(AppContext.BaseDirectory, Path.Combine(_directory, "tool"));
        Directory.CreateDirectory(Path.Combine(_directory, "out"), (UnixFileMode)0x1FF); // everybody writes
        File.SetUnixFileMode(Path.Combine(_directory, "out"), (UnixFileMode)0x1FF);
    }

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    private string Target => Path.Combine(_directory, "target", "AsyncProf.Target.dll");

    private string Tool => Path.Combine(_directory, "tool", "asyncprof.dll");

    private string Output => Path.Combine(_directory, "out", "x.nettrace");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Record_OfAnotherUsersProcess_IsRefusedToAnyoneButRoot()
    {
        using Process target = await StartAsync("dotnet", Target, "serve");

        (int code, string errors) = await RunAsync("setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "dotnet", Tool, "record", "--pid", Id(target.Id), "-d", "300ms", "-o", Output);

        Assert.Equal(2, code);
        Assert.Contains("belongs to another user: run asyncprof as that user, or as root", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_ByRootOfAnotherUsersProcess_GivesItAnAgentThatItCanRead()
    {
        using Process target = await StartAsync("setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "dotnet", Target, "serve");

        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "700ms", "-o", Output);

        Assert.True(code == 0, errors);
        AssertRecorded("agent");
        Assert.Equal("fine", await AskAsync(target, "types"));
        AssertNoCopyIsLeft();
        await AssertLivesAsync(target);
    }

    [Theory]
    [InlineData("eventpipe")]
    [InlineData("agent")]
    public async Task Record_OfAProcessInAContainer_ReachesItThroughItsRoot(string source)
    {
        using Process container = await StartAsync("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", $"mount -t proc proc /proc && mount -t tmpfs tmpfs /tmp && exec dotnet {Target} serve");
        int pid = int.Parse((await File.ReadAllTextAsync($"/proc/{Id(container.Id)}/task/{Id(container.Id)}/children")).Trim(), CultureInfo.InvariantCulture);

        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "--pid", Id(pid), "--source", source, "-d", "700ms", "-o", Output);

        Assert.True(code == 0, errors);
        AssertRecorded(source);
        await AssertLivesAsync(container);
    }

    [Fact]
    public async Task Record_OfAProcessThatDoesNotSeeOurFiles_GivesItACopy()
    {
        string root = Path.Combine(_directory, "root"), unseen = root + Path.Combine(_directory, "tool", "agent");
        using Process target = await StartAsync("unshare", "--mount", "sh", "-c", $"mkdir {root} && mount --rbind / {root} && mount -t tmpfs tmpfs {unseen} && exec chroot {root} dotnet {Target} serve");

        // In its mount namespace, where only the root tells the two apart.
        (int code, string errors) = await RunAsync("nsenter", "--mount", "--target", Id(target.Id), "dotnet", Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "700ms", "-o", Output);

        Assert.True(code == 0, errors);
        AssertRecorded("agent");
        AssertNoCopyIsLeft();
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_LaunchingWhileStrangersComeToThePort_LetsThemGoOnAndRecordsItsOwn()
    {
        using Process tool = await StartAsync("dotnet", Tool, "record", "-o", Output, "--", "dotnet", Target, "serve");
        string port = Directory.GetDirectories("/tmp", "asyncprof-*").Select(directory => Path.Combine(directory, "port")).Where(File.Exists).MaxBy(File.GetCreationTimeUtc)!;
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await silent.ConnectAsync(new UnixDomainSocketEndPoint(port));

        (int code, string errors) = await RunAsync("setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "env", $"DOTNET_DiagnosticPorts={port},suspend", "dotnet", Target, "end", "5");
        await AssertLivesAsync(tool);

        Assert.True(code == 5, errors);
        Assert.Equal("agent", NettraceProfile.Load(Output).Recording.Source);
        Assert.Equal([Output], Directory.GetFiles(Path.GetDirectoryName(Output)!));
    }

    [Fact]
    public async Task Record_LaunchingACommandThatGivesUpItsRights_RecordsIt()
    {
        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "-o", Output, "--", "setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "dotnet", Target, "end", "3");

        Assert.True(code == 3, errors);
        AssertRecorded("agent");
        AssertNoCopyIsLeft();
    }

    [Fact]
    public async Task Record_LaunchingACommandInAContainer_KnowsItByItsIdOutside()
    {
        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "-o", Output, "--", "unshare", "--pid", "--fork", "--mount-proc", "dotnet", Target, "end", "4");

        Assert.True(code == 4, errors);
        AssertRecorded("agent");
        AssertNoCopyIsLeft();
    }

    [Fact]
    public async Task Record_LaunchingACommandWithItsOwnTemporaryDirectory_SaysThatItWaits()
    {
        using Process tool = Process.Start(new ProcessStartInfo("dotnet", [Tool, "record", "-o", Output, "--", "unshare", "--mount", "sh", "-c", $"mount -t tmpfs tmpfs /tmp && exec dotnet {Target} end 3"]) { RedirectStandardError = true })!;
        string line = (await tool.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
        using (Process kill = Process.Start("kill", ["-TERM", Id(tool.Id)]))
            await kill.WaitForExitAsync();
        await tool.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("waits for ever", line, StringComparison.Ordinal);
        Assert.Contains("attach to it", line, StringComparison.Ordinal);
        Assert.Equal(125, tool.ExitCode);
    }

    [Fact]
    public async Task Record_OntoAFullDisk_SaysSoAndTheProcessLives()
    {
        using Process target = await StartAsync("dotnet", Target, "serve");
        string command = $"mount -t tmpfs -o size=16k tmpfs {Path.GetDirectoryName(Output)} && exec dotnet {Tool} record --pid {Id(target.Id)} --source eventpipe -o {Output}";

        (int code, string errors) = await RunAsync("unshare", "--mount", "sh", "-c", command);

        Assert.Equal(2, code);
        Assert.Contains("cannot be written: No space left on device", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_OfAProcessThatHasEndedAndWasNotAskedFor_SaysSo()
    {
        // A child that ends after the shell is gone: a shell would ask for it, sleep does not.
        using Process parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"]) { RedirectStandardOutput = true })!;
        string zombie = (await parent.StandardOutput.ReadLineAsync())!;
        for (int wait = 0; wait < 100 && !(await File.ReadAllTextAsync($"/proc/{zombie}/stat")).Contains(") Z ", StringComparison.Ordinal); wait++)
            await Task.Delay(100);

        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "--pid", zombie, "-o", Output);
        parent.Kill();

        Assert.Equal(2, code);
        Assert.Contains("has ended", errors, StringComparison.Ordinal);
    }

    private static void AssertNoCopyIsLeft() =>
        Assert.DoesNotContain(Directory.GetDirectories("/tmp", "asyncprof-*"), directory => Directory.GetFiles(directory, "AsyncProf.Hook.*.dll").Length > 0);

    private static string Id(int pid) => pid.ToString(CultureInfo.InvariantCulture);

    private static async Task<Process> StartAsync(string program, params string[] arguments)
    {
        Process target = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", await target.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        return target;
    }

    private static async Task<string?> AskAsync(Process target, string line)
    {
        await target.StandardInput.WriteLineAsync(line);
        return await target.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task AssertLivesAsync(Process target)
    {
        Assert.Equal("144", await AskAsync(target, "square 12"));
        target.StandardInput.Close();
        await target.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, target.ExitCode);
    }

    private static async Task<(int Code, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using Process tool = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        await tool.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await tool.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (tool.ExitCode, await errors);
    }

    private static void CopyDirectory(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".playwright", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void AssertRecorded(string source)
    {
        AsyncProfile profile = NettraceProfile.Load(Output);
        Assert.Equal(source, profile.Recording.Source);
        Assert.InRange(profile.Methods.Single(row => row.Method == Step).Calls, 20, 200);
    }
}
