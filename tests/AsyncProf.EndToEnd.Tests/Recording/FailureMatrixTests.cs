using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What cannot be recorded is told in one sentence, on every runtime, and the process lives: it still answers, and ends as it would.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class FailureMatrixTests(TargetBuilds builds) : IClassFixture<TargetBuilds>, IDisposable
{
    private const string Step = "AsyncProf.Target.Work.StepAsync";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    /// <summary>The runtime that the tests themselves run on; in the deep tier all that can be recorded.</summary>
    private static readonly string[] Runtimes = Tier.IsDeep ? ["net8.0", "net9.0", "net10.0"] : ["net10.0"];

    public static TheoryData<string> Frameworks => [.. Runtimes];

    /// <summary>The oldest and the newest of them: a build is published for each, which takes its time.</summary>
    public static TheoryData<string> OldestAndNewest => [.. Runtimes.Where(runtime => runtime != "net9.0")];

    private string Output => Path.Combine(_directory.FullName, "x.nettrace");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [DeepInlineData("net8.0", "agent")]
    [DeepInlineData("net8.0", "auto")]
    [DeepInlineData("net9.0", "agent")]
    [DeepInlineData("net9.0", "eventpipe")]
    [InlineData("net10.0", "agent")]
    [InlineData("net10.0", "eventpipe")]
    [InlineData("net10.0", "auto")]
    public async Task Attach_WhereNothingForbidsIt_Works(string framework, string source)
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program(framework));

        (int code, _, string errors) = await RecordAsync(target, "--source", source);

        Assert.True(code == 0, errors);
        Assert.InRange(Load().Methods.Single(row => row.Method == Step).Calls, 20, 200);
        Assert.Equal(framework == "net8.0" || source == "agent" ? "agent" : "eventpipe", Load().Recording.Source);
        await AssertLivesAsync(target);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Attach_EventPipeOnNet8_IsRefusedForItsCost()
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program("net8.0"));

        await AssertRefusedAsync(target, "ten times slower: use --source agent", "--source", "eventpipe");
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_AgentAgainAndAgain_StaysOne(string framework)
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program(framework));
        for (int i = 0; i < 3; i++)
        {
            (int code, _, string errors) = await RecordAsync(target, "--source", "agent", "--force", "--no-samples"); // samples slow a process down where the machine lacks a processor
            Assert.True(code == 0, errors);
            Assert.InRange(Load().Methods.Single(row => row.Method == Step).Calls, 20, 200);
        }

        Assert.Equal("fine", await target.AskAsync("types"));
        await AssertLivesAsync(target);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_HooksSwitchedOff_SaysSoAndUsesWhatIsLeft(string framework)
    {
        await using RunningProgram target = await StartAsync(builds.With(framework, "System.StartupHookProvider.IsSupported", false));

        await AssertRefusedAsync(target, "its startup hooks are switched off", "--source", "agent");

        (int code, _, string errors) = await RecordAsync(target);
        Assert.Equal(framework == "net8.0" ? 2 : 0, code);
        Assert.Contains(framework == "net8.0" ? "its startup hooks are switched off" : "bytes", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_EventsSwitchedOff_SaysSo(string framework)
    {
        await using RunningProgram target = await StartAsync(builds.With(framework, "System.Diagnostics.Tracing.EventSource.IsSupported", false));

        await AssertRefusedAsync(target, "Event sources are switched off");
        await AssertRefusedAsync(target, "Event sources are switched off", "--source", "agent");
    }

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [MemberData(nameof(OldestAndNewest))]
    public async Task Attach_Trimmed_LoadsNoAgent(string framework)
    {
        await using RunningProgram target = await StartAsync(await builds.TrimmedAsync(framework));

        await AssertRefusedAsync(target, "it is trimmed", "--source", "agent");

        (int code, _, string errors) = await RecordAsync(target);
        Assert.Equal(framework == "net8.0" ? 2 : 0, code);
        Assert.Contains(framework == "net8.0" ? "it is trimmed" : "bytes", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [MemberData(nameof(OldestAndNewest))]
    public async Task Launch_Trimmed_LoadsNoAgentAndSaysSo(string framework)
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "-o", Output, "--", await builds.TrimmedAsync(framework), "end", "3");

        Assert.Contains("it is trimmed", errors, StringComparison.Ordinal);
        Assert.Equal(framework == "net8.0" ? 125 : 3, code);
    }

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [InlineData("net8.0", "agent", Step)]
    [InlineData("net10.0", "agent", Step)]
    [InlineData("net10.0", "eventpipe", "StepAsync")] // there are no modules on the disk to name its type
    public async Task Attach_InOneFile_Works(string framework, string source, string step)
    {
        await using RunningProgram target = await StartAsync(await builds.InOneFileAsync(framework));

        (int code, _, string errors) = await RecordAsync(target, "--source", source);

        Assert.True(code == 0, errors);
        Assert.InRange(Load().Methods.Single(row => row.Method == step).Calls, 20, 200);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Attach_TrimmedInOneFile_LoadsNoAgent()
    {
        await using RunningProgram target = await StartAsync(await builds.TrimmedInOneFileAsync("net10.0"));

        await AssertRefusedAsync(target, "it is trimmed", "--source", "agent");

        Assert.Equal(0, (await RecordAsync(target)).Code);
        await AssertLivesAsync(target);
    }

    [Theory]
    [DeepInlineData("net8.0", "DOTNET_EnableDiagnostics")]
    [DeepInlineData("net9.0", "DOTNET_EnableDiagnostics")]
    [InlineData("net10.0", "DOTNET_EnableDiagnostics")]
    [DeepInlineData("net8.0", "DOTNET_EnableDiagnostics_IPC")]
    [DeepInlineData("net9.0", "DOTNET_EnableDiagnostics_IPC")]
    [InlineData("net10.0", "DOTNET_EnableDiagnostics_IPC")]
    public async Task Attach_DiagnosticsSwitchedOff_SaysSo(string framework, string variable)
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program(framework), new() { [variable] = "0" });

        await AssertRefusedAsync(target, "DOTNET_EnableDiagnostics=0");
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_OtherTemporaryDirectory_Works(string framework)
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program(framework), new() { ["TMPDIR"] = _directory.FullName });

        (int code, _, string errors) = await RecordAsync(target);

        Assert.True(code == 0, errors);
        Assert.Contains(Load().Methods, row => row.Method == Step);
        await AssertLivesAsync(target);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_Stopped_SaysSoAtOnce(string framework)
    {
        await using RunningProgram target = await StartAsync(TargetBuilds.Program(framework));
        await Tool.SignalAsync("STOP", target.Id);

        (int code, _, string errors) = await RecordAsync(target);
        await Tool.SignalAsync("CONT", target.Id);

        Assert.Equal(2, code);
        Assert.Contains("is stopped and cannot answer", errors, StringComparison.Ordinal);
        await AssertLivesAsync(target);
    }

    [Theory]
    [InlineData("3", 3, true)]
    [InlineData("exit", 7, false)] // up to one period of the agent's is lost
    [InlineData("throw", 134, true)]
    [InlineData("fail", 134, false)]
    public async Task Launch_HoweverItEnds_EndsAsWithoutUsWithWhatItDid(string how, int expected, bool isWhole)
    {
        foreach (string framework in Runtimes)
        {
            (int code, _, string errors) = await Tool.RunAsync("record", "-o", Output, "--force", "--", TargetBuilds.Program(framework), "end", how);

            Assert.True(code == expected, $"{framework}: {code} {errors}");
            AsyncProfile profile = Load();
            Assert.Equal(("agent", "direct", 0, isWhole ? 0 : 1), (profile.Recording.Source, profile.Recording.EventsBy, profile.Recording.LostBatches, profile.Recording.BrokenOff));
            long calls = profile.Methods.Single(row => row.Method == Step).Calls;
            Assert.True(isWhole ? calls == 40 : calls is > 15 and <= 40, $"{framework}: {calls} calls");
        }
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Launch_Terminated_PassesTheSignalOn(string framework)
    {
        using Process tool = Tool.Start("record", "-o", Output, "--", TargetBuilds.Program(framework), "end", "wait");
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync());
        await Testing.Eventually.TrueAsync(HasSteps, TimeSpan.FromSeconds(30)); // it dies at once, with what was not sent yet

        await Tool.SignalAsync("TERM", tool.Id);
        await tool.EndedAsync();

        Assert.Equal(143, tool.ExitCode);
        Assert.InRange(Load().Methods.Single(row => row.Method == Step).Calls, 10, 40);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    public async Task Launch_SignalledItself_EndsAsWithoutUsWithWhatItHadSent(string signal, int expected)
    {
        using Process tool = Tool.Start("record", "-o", Output, "--", TargetBuilds.Program("net10.0"), "end", "wait");
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync());
        await Testing.Eventually.TrueAsync(HasSteps, TimeSpan.FromSeconds(30));

        await Tool.SignalAsync(signal, ChildOf(tool.Id));
        await tool.EndedAsync();

        Assert.Equal((expected, ""), (tool.ExitCode, await tool.StandardOutput.ReadToEndAsync()));
        AsyncProfile profile = Load();
        Assert.Equal(("agent", "direct", 1), (profile.Recording.Source, profile.Recording.EventsBy, profile.Recording.BrokenOff));
        Assert.InRange(profile.Methods.Single(row => row.Method == Step).Calls, 10, 40);
    }

    [Fact]
    public async Task Launch_InterruptedOutsideATerminal_PassesTheSignalOn()
    {
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", "dotnet", Tool.Assembly, "record", "-o", Output, "--", TargetBuilds.Program("net10.0"), "end", "wait"]) { RedirectStandardOutput = true };
        using Process tool = Process.Start(start)!;
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync());

        await Tool.SignalAsync("INT", tool.Id);
        await tool.EndedAsync();

        Assert.Equal(130, tool.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Attach_AppThatListensToEverySource_LeavesNothingRunning(string framework)
    {
        await using var target = RunningProgram.Start(TargetBuilds.Program(framework), "listen");
        Assert.Equal("ready", await target.ReadLineAsync());

        for (int i = 0; i < 2; i++)
        {
            (int code, _, string errors) = await RecordAsync(target, "--source", "agent", "--force", "--no-samples"); // samples slow a process down where the machine lacks a processor

            Assert.True(code == 0, errors);
            Assert.InRange(Load().Methods.Single(row => row.Method == Step).Calls, 20, 200);
            await Eventually.TrueAsync(() => OurThreads(target) == 0, TimeSpan.FromSeconds(60));
            Assert.Equal(0, OurThreads(target));
        }

        Assert.Equal("144", await target.AskAsync("square 12"));
        Assert.Equal(0, await target.EndAsync());
    }

    [Theory]
    [InlineData("/nowhere", "cannot be used")]
    [InlineData("/tmp/a,b", "without a comma or semicolon")]
    public async Task Launch_TemporaryDirectoryThatHoldsNoSocket_SaysSo(string temporary, string why)
    {
        var start = new ProcessStartInfo("dotnet", [Tool.Assembly, "record", "-o", Output, "--", TargetBuilds.Program("net10.0"), "end", "3"]) { RedirectStandardError = true };
        start.Environment["TMPDIR"] = temporary;
        using Process tool = Process.Start(start)!;
        string errors = await tool.StandardError.ReadToEndAsync();
        await tool.EndedAsync();

        Assert.True(tool.ExitCode == 125, errors);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Ps_TellsHowEachCanBeRecordedAndWhyNot()
    {
        await using RunningProgram old = await StartAsync(TargetBuilds.Program("net8.0")), silent = await StartAsync(builds.With("net9.0", "System.Diagnostics.Tracing.EventSource.IsSupported", false)), plain = await StartAsync(TargetBuilds.Program("net10.0"));

        (int code, string output, string errors) = await Tool.RunAsync("ps");

        Assert.True(code == 0, errors);
        Assert.Matches($@"(?m)^ *{old.Id} +8\.0\.\d+ +agent +AsyncProf\.Target +not eventpipe", output);
        Assert.Matches($@"(?m)^ *{silent.Id} +9\.0\.\d+ +no +AsyncProf\.Target +event sources are switched off", output);
        Assert.Matches($@"(?m)^ *{plain.Id} +10\.0\.\d+ +eventpipe, agent +AsyncProf\.Target", output);
    }

    private static async Task<RunningProgram> StartAsync(string program, Dictionary<string, string>? environment = null)
    {
        var target = RunningProgram.Start(program, ["serve"], environment);
        Assert.Equal("ready", await target.ReadLineAsync());
        return target;
    }

    private static async Task AssertLivesAsync(RunningProgram target)
    {
        Assert.Equal("144", await target.AskAsync("square 12"));
        Assert.Equal("off", await target.OffAsync());
        Assert.Equal(0, await target.EndAsync());
    }

    private Task<(int Code, string Output, string Errors)> RecordAsync(RunningProgram target, params string[] options) =>
        Tool.RunAsync(["record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "-d", "1500ms", "-o", Output, .. options]);

    private AsyncProfile Load() => NettraceProfile.Load(Output);

    /// <summary>Whether the file, which is being written, holds what the program does before it waits.</summary>
    private bool HasSteps()
    {
        try
        {
            return File.Exists(Output) && Load().Methods.Any(row => row.Method == Step && row.Calls >= 10);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The target that the tool has started.</summary>
    private static int ChildOf(int pid) => Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"))
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(child => File.ReadAllText($"/proc/{child}/comm").StartsWith("AsyncProf.Targ", StringComparison.Ordinal)).Select(child => int.Parse(child, CultureInfo.InvariantCulture)).Single();

    private static int OurThreads(RunningProgram target) => ThreadNames.Of(target.Id).Count(name => name == "AsyncProf");

    private async Task AssertRefusedAsync(RunningProgram target, string why, params string[] options)
    {
        (int code, string output, string errors) = await RecordAsync(target, options);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Output));
        Assert.Equal("144", await target.AskAsync("square 12"));
    }
}
