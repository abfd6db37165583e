using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using static AsyncProf.External.Tests.Recording.ToolCopy;

namespace AsyncProf.External.Tests.Recording;

/// <summary>Other users, containers and full disks: what takes root to arrange.</summary>
[Collection(nameof(ToolCopy))]
[SupportedOSPlatform("linux")]
public sealed class SurroundingsTests : IDisposable
{
    private readonly ToolCopy _copy = new();

    private string Target => _copy.Target;

    private string Tool => _copy.Tool;

    private string Output => _copy.Output;

    public void Dispose() => _copy.Dispose();

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

        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "1500ms", "--no-samples", "-o", Output);

        Assert.True(code == 0, errors);
        _copy.AssertRecorded("agent");
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

        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "--pid", Id(pid), "--source", source, "-d", "1500ms", "--no-samples", "-o", Output);

        Assert.True(code == 0, errors);
        _copy.AssertRecorded(source);
        await AssertLivesAsync(container);
    }

    [Fact]
    public async Task Record_OfAProcessThatDoesNotSeeOurFiles_GivesItACopy()
    {
        string root = Path.Combine(_copy.Folder, "root"), unseen = root + Path.Combine(_copy.Folder, "tool", "agent");
        using Process target = await StartAsync("unshare", "--mount", "sh", "-c", $"mkdir {root} && mount --rbind / {root} && mount -t tmpfs tmpfs {unseen} && exec chroot {root} dotnet {Target} serve");

        // In its mount namespace, where only the root tells the two apart.
        (int code, string errors) = await RunAsync("nsenter", "--mount", "--target", Id(target.Id), "dotnet", Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "1500ms", "--no-samples", "-o", Output);

        Assert.True(code == 0, errors);
        _copy.AssertRecorded("agent");
        AssertNoCopyIsLeft();
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_LaunchingWhileStrangersComeToThePort_LetsThemGoOnAndRecordsItsOwn()
    {
        using Process tool = await StartAsync("dotnet", Tool, "record", "-o", Output, "--", "dotnet", Target, "serve");
        string port = Assert.Single(ToolFolders.Of(tool.Id).Select(folder => Path.Combine(folder, "port")), Path.Exists); // the agent may have one already
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
        _copy.AssertRecorded("agent");
        AssertNoCopyIsLeft();
    }

    [Fact]
    public async Task Record_LaunchingACommandInAContainer_KnowsItByItsIdOutside()
    {
        (int code, string errors) = await RunAsync("dotnet", Tool, "record", "-o", Output, "--", "unshare", "--pid", "--fork", "--mount-proc", "dotnet", Target, "end", "4");

        Assert.True(code == 4, errors);
        _copy.AssertRecorded("agent");
        AssertNoCopyIsLeft();
    }

    [Fact]
    public async Task Record_LaunchingACommandWithItsOwnTemporaryDirectory_SaysThatItWaits()
    {
        using Process tool = Process.Start(new ProcessStartInfo("dotnet", [Tool, "record", "-o", Path.ChangeExtension(Output, ".first.nettrace"), "--", "unshare", "--mount", "sh", "-c", $"mount -t tmpfs tmpfs /tmp && exec dotnet {Target} end 3"]) { RedirectStandardError = true })!;
        string line = (await tool.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
        Assert.Contains("waits for ever", line, StringComparison.Ordinal);
        string waiting = Regex.Match(line, "--pid ([0-9]+) --resume").Groups[1].Value;

        (int code, string errors) = await RunAsync("nsenter", "--mount", "--target", waiting, "dotnet", Tool, "record", "--pid", waiting, "--resume", "-o", Output);
        Assert.True(code == 0, errors);
        Assert.Equal("agent", NettraceProfile.Load(Output).Recording.Source);
        await tool.EndedAsync();
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

    [Theory]
    [InlineData("x.nettrace")]
    [InlineData("x.html")]
    public async Task Record_OntoADiskThatIsFullFromTheStart_LeavesNothing(string name)
    {
        using Process target = await StartAsync("dotnet", Target, "serve");
        string folder = Path.GetDirectoryName(Output)!, output = Path.Combine(folder, name);
        string command = $"mount -t tmpfs -o size=4k tmpfs {folder} && head -c 4096 /dev/zero > {folder}/full && dotnet {Tool} record --pid {Id(target.Id)} --source eventpipe -o {output}; code=$?; ls {folder} >&2; exit $code";

        (int code, string errors) = await RunAsync("unshare", "--mount", "sh", "-c", command);

        Assert.Equal(2, code);
        Assert.Matches("cannot be written: No space left on device : '[^']*'\nfull\n$", errors);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_APageOntoADiskThatFills_KeepsWhatWasRecorded()
    {
        using Process target = await StartAsync("dotnet", Target, "serve");
        string folder = Path.GetDirectoryName(Output)!, output = Path.Combine(folder, "x.html"), kept = Path.Combine(_copy.Folder, "kept.nettrace");
        string command = $"mount -t tmpfs -o size=200k tmpfs {folder} && dotnet {Tool} record --pid {Id(target.Id)} --source eventpipe -o {output}; code=$?; ls {folder} >&2; cp {folder}/x-*.nettrace {kept}; exit $code";

        (int code, string errors) = await RunAsync("unshare", "--mount", "sh", "-c", command);

        Assert.Equal(2, code);
        Assert.Matches("cannot be written: No space left on device : '[^']*' What was recorded until then is in [^ ]*x-[^ ]*[.]nettrace[.]\n", errors);
        Assert.Equal(1, NettraceProfile.Load(kept).Recording.BrokenOff);
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
}
