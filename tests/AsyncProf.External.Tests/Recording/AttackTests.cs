using System.Diagnostics;
using System.Runtime.Versioning;
using static AsyncProf.External.Tests.Recording.ToolCopy;

namespace AsyncProf.External.Tests.Recording;

/// <summary>What another user may plant, what a killed recorder leaves, and an update under a running app. Takes root.</summary>
[Collection(nameof(ToolCopy))]
[SupportedOSPlatform("linux")]
public sealed class AttackTests : IDisposable
{
    private readonly ToolCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Theory]
    [InlineData("eventpipe")]
    [InlineData("agent")]
    public async Task Record_WhileAnotherUserHasPlantedASocket_RecordsTheProcessItself(string source)
    {
        using Process target = await StartAsync("dotnet", _copy.Target, "serve");
        string planted = $"/tmp/dotnet-diagnostic-{Id(target.Id)}-99999999-socket";
        using Process mallory = await PlantAsync(planted);

        (int code, string errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(target.Id), "--source", source, "-d", "1500ms", "--no-samples", "-o", _copy.Output);
        mallory.Kill();
        File.Delete(planted);

        Assert.True(code == 0, errors);
        _copy.AssertRecorded(source);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_OfAProcessWithoutDiagnosticsWhoseSocketAnotherUserHasPlanted_IsRefusedAndNothingIsWritten()
    {
        using Process target = await StartAsync("env", "DOTNET_EnableDiagnostics=0", "dotnet", _copy.Target, "serve");
        string planted = $"/tmp/dotnet-diagnostic-{Id(target.Id)}-{StartOf(target.Id)}-socket"; // its very name
        using Process mallory = await PlantAsync(planted);

        (int code, string errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(target.Id), "-d", "1500ms", "--no-samples", "-o", _copy.Output);
        mallory.Kill();
        File.Delete(planted);

        Assert.Equal(2, code);
        Assert.Contains($"because another process listens at {planted}: nothing was sent to it or read from it.", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_copy.Output)!));
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_WithAnAgentWhoseFilesAreWrittenOverLater_LeavesTheProcessAsItWas()
    {
        using Process target = await StartAsync("dotnet", _copy.Target, "serve");
        (int code, string errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "300ms", "-o", _copy.Output);
        Assert.True(code == 0, errors);

        foreach (string file in Directory.GetFiles(Path.Combine(_copy.Folder, "tool", "agent"), "*.dll"))
        {
            byte[] whole = await File.ReadAllBytesAsync(file);
            await using (FileStream same = File.OpenWrite(file)) // the same inode, as cp and rsync --inplace write
                await same.WriteAsync(new byte[whole.Length]);
            Assert.Equal("9", await AskAsync(target, "square 3"));
            await using (FileStream same = File.OpenWrite(file))
                await same.WriteAsync(whole);
        }

        (code, errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "1500ms", "--no-samples", "-o", _copy.Output, "--force");
        Assert.True(code == 0, errors);
        _copy.AssertRecorded("agent");
        Assert.DoesNotContain(await File.ReadAllLinesAsync($"/proc/{Id(target.Id)}/maps"), line => line.Contains(Path.Combine(_copy.Folder, "tool"), StringComparison.Ordinal));
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_KilledWhileItsAgentIsInAnotherUsersHands_LeavesNothingAfterTheNextOne()
    {
        using Process target = await StartAsync("setpriv", [.. AsNobody, "dotnet", _copy.Target, "serve"]);
        for (int milliseconds = 250; milliseconds < 650; milliseconds += 50) // somewhere in these its copy is there
        {
            using Process tool = Process.Start(new ProcessStartInfo("dotnet", [_copy.Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-o", _copy.Output, "--force"]) { RedirectStandardError = true })!;
            await Task.Delay(milliseconds);
            tool.Kill();
            await tool.WaitForExitAsync();
        }

        (int code, string errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(target.Id), "--source", "agent", "-d", "1500ms", "--no-samples", "-o", _copy.Output, "--force");

        Assert.True(code == 0, errors);
        _copy.AssertRecorded("agent");
        AssertNoCopyIsLeft();
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Ps_WhereAProgramIsLargerThanAnyDiskAndAnotherNeverAnswers_ListsThemAndEnds()
    {
        string large = Path.Combine(_copy.Folder, "large");
        File.Copy("/usr/bin/perl", large);
        await using (FileStream file = File.OpenWrite(large))
            file.SetLength(1L << 42); // a hole: it takes no room
        using Process answers = await StartAsync("setpriv", [.. AsNobody, large, "-e", OwnSocket("syswrite($c, \"DOTNET_IPC_V1\\0\" . pack('v', 64) . \"\\xff\\0\\0\\0\" . (\"\\0\" x 44))")]);
        using Process silent = await StartAsync("setpriv", [.. AsNobody, "perl", "-e", OwnSocket("sleep 600")]);
        using Process target = await StartAsync("dotnet", _copy.Target, "serve");

        (int code, string listed) = await RunAsync("sh", "-c", $"dotnet {_copy.Tool} ps >&2");
        (int refused, string errors) = await RunAsync("dotnet", _copy.Tool, "record", "--pid", Id(answers.Id), "-d", "300ms", "-o", _copy.Output);
        foreach (Process mallory in (Process[])[answers, silent])
        {
            string socket = $"/tmp/dotnet-diagnostic-{Id(mallory.Id)}-{StartOf(mallory.Id)}-socket"; // while it is there to tell
            mallory.Kill();
            File.Delete(socket);
        }

        Assert.Equal(0, code);
        Assert.Contains($"{Id(answers.Id)} ", listed, StringComparison.Ordinal);
        Assert.Matches($"{Id(silent.Id)} .* has not answered within 2 s", listed);
        Assert.Matches($"{Id(target.Id)} .* eventpipe, agent *AsyncProf.Target", listed);
        Assert.Equal(2, refused);
        Assert.Contains("is not a .NET process", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    /// <summary>A process that listens at its own socket, and what it does with who connects.</summary>
    private static string OwnSocket(string answer) => $$"""
        use Socket; open(my $f, '<', '/proc/self/stat'); my $t = <$f>; $t =~ s/.*\) //; my $start = (split ' ', $t)[19]; my $path = "/tmp/dotnet-diagnostic-$$-$start-socket";
        socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un($path)) or die; chmod 0777, $path; listen($s, 9); $| = 1; print "ready\n"; while (accept(my $c, $s)) { sysread($c, my $b, 4096); {{answer}}; close($c); }
        """;

    /// <summary>Another user's socket, which says yes to everything and then sends without end.</summary>
    private static async Task<Process> PlantAsync(string path)
    {
        string script = $$"""
            use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un('{{path}}')) or die; chmod 0777, '{{path}}'; listen($s, 9); $| = 1; print "ready\n"; $SIG{PIPE} = 'IGNORE'; $SIG{CHLD} = 'IGNORE';
            while (accept(my $c, $s)) { next if fork; sysread($c, my $b, 4096); syswrite($c, "DOTNET_IPC_V1\0" . pack('v', 28) . "\xff\0\0\0" . ("\1" x 8)); syswrite($c, 'Nettrace'); 1 while syswrite($c, 'x' x 65536); exit; }
            """;
        return await StartAsync("setpriv", [.. AsNobody, "perl", "-e", script]);
    }

    private static string StartOf(int pid) => File.ReadAllText($"/proc/{Id(pid)}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[19];
}
