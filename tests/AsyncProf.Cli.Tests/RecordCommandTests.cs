using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests;

/// <summary>The command as a user types it; the process that it records is that of the tests.</summary>
public sealed class RecordCommandTests : IDisposable
{
    private const long TickNs = 20_000_000;

    private static readonly string Own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private static bool IsTplOn => EventSource.GetSources().Single(source => source.Name == "System.Threading.Tasks.TplEventSource").IsEnabled();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Record_ForAWhile_WritesAProfileAndLeavesTheProcessAsItWas()
    {
        using var stop = new CancellationTokenSource();
        Task ticking = Task.Run(() => TickAsync(stop.Token)); // not behind what other tests do

        (int code, string output, string errors) = await Tool.RunAsync("record", "--pid", Own, "-d", "1s", "-o", In("x.pb.gz"));
        bool isOn = IsTplOn;
        await stop.CancelAsync();
        await ticking;

        Assert.True(code == 0, errors);
        Assert.Equal("", output);
        Assert.False(isOn);
        AsyncProfile profile = AsyncProfile.Load(In("x.pb.gz"));
        Assert.InRange(profile.Recording.DurationNs, 900_000_000, 10_000_000_000);
        MethodRow row = Assert.Single(profile.Methods, row => row.Method == "AsyncProf.Cli.Tests.RecordCommandTests.OnceAsync");
        Assert.InRange(row.Calls, 5, (profile.Recording.DurationNs / (TickNs / 2)) + 1); // a timer may be early; a busy machine takes longer to stop the recording
        Assert.Equal(["x.pb.gz"], _directory.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Record_Redacted_HasNoDirectoryInItAndNoRecordingBesideIt()
    {
        using var stop = new CancellationTokenSource();
        Task ticking = Task.Run(() => TickAsync(stop.Token)); // not behind what other tests do

        (int code, _, string errors) = await Tool.RunAsync("record", "--pid", Own, "-d", "1s", "-o", In("x.pb.gz"), "--redact");
        await stop.CancelAsync();
        await ticking;

        Assert.True(code == 0, errors);
        AsyncProfile profile = AsyncProfile.Load(In("x.pb.gz"));
        MethodRow row = Assert.Single(profile.Methods, row => row.Method == "AsyncProf.Cli.Tests.RecordCommandTests.OnceAsync");
        Assert.Equal(("RecordCommandTests.cs", 0), (row.File, profile.Recording.Pid));
        Assert.All(profile.Methods, method => Assert.DoesNotContain('/', method.File));
        Assert.Equal(["x.pb.gz"], _directory.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Record_RedactedThatCannotBeConverted_KeepsTheRecordingAndSaysWhatItIs()
    {
        using Process tool = Tool.Start("record", "--pid", Own, "-d", "6s", "-o", In("x.pb.gz"), "--redact");
        await Eventually.TrueAsync(() => _directory.GetFiles("x.pb.gz.*.nettrace").Length > 0, TimeSpan.FromSeconds(30));
        await File.WriteAllTextAsync(In("x.pb.gz"), "");
        string errors = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();

        FileInfo kept = Assert.Single(_directory.GetFiles("*.nettrace"));
        Assert.Equal(2, tool.ExitCode);
        Assert.Contains($"asyncprof: {In("x.pb.gz")} already exists: --force replaces it. What was recorded is in {kept.FullName}, which is not redacted.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_KilledInTheMiddle_LeavesAFileThatCanBeReadAndTheProcessAtFullSpeed()
    {
        using var stop = new CancellationTokenSource();
        Task ticking = Task.Run(() => TickAsync(stop.Token)); // not behind what other tests do
        using (Process tool = Tool.Start("record", "--pid", Own, "-o", In("x.nettrace")))
        {
            await Eventually.TrueAsync(() => File.Exists(In("x.nettrace")) && IsTold("x.nettrace"), TimeSpan.FromSeconds(120));
            Assert.True(IsTplOn);
            await stop.CancelAsync(); // from here on nothing happens but the heartbeat
            await ticking;
            tool.Kill();
            await tool.WaitForExitAsync();
        }

        // The runtime notices at its next write, then tells which methods there are, though nobody reads it, and only then lets go: seconds of work in a process as large as this one, and more than a minute where it has to give way.
        await Eventually.TrueAsync(() => !IsTplOn, TimeSpan.FromSeconds(180));

        Assert.False(IsTplOn);
        Assert.True(IsTold(NettraceProfile.Load(In("x.nettrace"))));
    }

    [Fact]
    public async Task Record_AskedToStop_EndsWell()
    {
        using Process tool = Tool.Start("record", "--pid", Own, "-o", In("x.html"));
        await tool.StandardError.ReadLineAsync(); // it records
        await Task.Delay(300);
        using Process kill = Process.Start("kill", ["-TERM", tool.Id.ToString(CultureInfo.InvariantCulture)]);

        await Task.WhenAny(tool.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(180)));
        bool hasEnded = tool.HasExited;
        tool.Kill();

        Assert.True(hasEnded);
        Assert.Equal(0, tool.ExitCode);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(In("x.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no process", "--pid", "999999999")]
    [InlineData("by --pid or by --name", "-d", "1")]
    [InlineData("--pid or by --name", "--pid", "1", "--name", "x")]
    [InlineData("--pid must be a whole number; it is 4711x", "--pid", "4711x")]
    [InlineData("No .NET process is called", "--name", "nobody")]
    [InlineData("must be a time", "--name", "nobody", "-d", "soon")]
    [InlineData("must be a time", "--name", "nobody", "-d", "-5")]
    [InlineData("does not tell the format", "--pid", "OWN", "-o", "DIR/x.txt")]
    [InlineData("does not exist: create it first", "--pid", "OWN", "-o", "DIR/none/x.nettrace")]
    [InlineData("--force replaces it", "--pid", "OWN", "-o", "DIR/there.nettrace")]
    public async Task Record_WhatCannotBe_SaysWhyInOneSentence(string message, params string[] arguments)
    {
        await File.WriteAllTextAsync(In("there.nettrace"), "precious");

        (int code, string output, string errors) = await Tool.RunAsync(["record", .. arguments.Select(argument => argument.Replace("OWN", Own, StringComparison.Ordinal).Replace("DIR", _directory.FullName, StringComparison.Ordinal))]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Equal("precious", await File.ReadAllTextAsync(In("there.nettrace")));
    }

    [Fact]
    public async Task Record_OfAProcessThatIsStopped_SaysSoAtOnce()
    {
        using Process sleeper = Process.Start("sleep", ["60"]);
        try
        {
            using (Process kill = Process.Start("kill", ["-STOP", sleeper.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();

            (int code, _, string errors) = await Tool.RunAsync("record", "--pid", sleeper.Id.ToString(CultureInfo.InvariantCulture), "-o", In("x.nettrace"));

            Assert.Equal(2, code);
            Assert.Contains("is stopped and cannot answer", errors, StringComparison.Ordinal);
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Fact]
    public async Task Record_OfAProcessThatIsNoNet_SaysSoAndLeavesNoFile()
    {
        using Process sleeper = Process.Start("sleep", ["60"]);
        try
        {
            (int code, _, string errors) = await Tool.RunAsync("record", "--pid", sleeper.Id.ToString(CultureInfo.InvariantCulture), "-o", In("x.nettrace"));

            Assert.Equal(2, code);
            Assert.Contains($"Process {sleeper.Id} ", errors, StringComparison.Ordinal);
            Assert.Empty(_directory.GetFiles());
            Assert.False(sleeper.HasExited);
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Fact]
    public async Task Ps_ListsTheProcessOfTheTests()
    {
        (int code, string output, _) = await Tool.RunAsync("ps");

        Assert.Equal(0, code);
        Assert.Contains(output.Split('\n'), line => line.Trim().StartsWith($"{Own} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_OfACommand_SeesItFromItsStartAndPassesItsExitCodeOn()
    {
        // The tool itself is the app: it has no profile to read, says so, and ends with 2.
        (int code, _, string errors) = await Tool.RunAsync("record", "-o", In("x.nettrace"), "--", "dotnet", Path.Combine(AppContext.BaseDirectory, "asyncprof.dll"), "report", In("missing.pb.gz"));

        Assert.Equal(2, code);
        Assert.Contains("does not exist", errors, StringComparison.Ordinal);
        Assert.Contains("Recording asyncprof (", errors, StringComparison.Ordinal);
        Assert.Contains(NettraceProfile.Load(In("x.nettrace")).Recording.Process, (string[])["asyncprof"]);
    }

    [Theory]
    [InlineData("cannot be started", "no-such-program")]
    [InlineData("no .NET process that can be recorded", "true")]
    [InlineData("not both", "true", "--pid")]
    [InlineData("use --pid 4711 to attach", "4711")]
    [InlineData("Unknown option --frobnicate", "true", "--frobnicate")]
    public async Task Record_OfACommandThatCannotBe_SaysWhyAndEndsWith125(string message, string program, string? option = null)
    {
        string[] options = option is null ? [] : [option, "1"];

        (int code, _, string errors) = await Tool.RunAsync(["record", .. options, "-o", In("x.nettrace"), "--", program]);

        Assert.Equal(125, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public async Task Record_OfAShellThatStartsTwoPrograms_LetsBothEnd()
    {
        string tool = $"dotnet {Path.Combine(AppContext.BaseDirectory, "asyncprof.dll")} --version";

        (int code, string output, string errors) = await Tool.RunAsync("record", "-o", In("x.nettrace"), "--", "sh", "-c", $"{tool}; {tool}; exit 7");

        Assert.True(code == 7, errors);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task TickAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await OnceAsync();
    }

    private static async Task OnceAsync() => await Task.Delay(TimeSpan.FromMilliseconds(TickNs / 1e6));

    /// <summary>Whether the file holds an operation by now, and not only what there is to say before.</summary>
    private bool IsTold(string name)
    {
        try
        {
            return IsTold(NettraceProfile.Load(In(name)));
        }
        catch (IOException)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsTold(AsyncProfile profile) => profile.Methods.Any(row => row.Method.EndsWith("OnceAsync", StringComparison.Ordinal));

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
