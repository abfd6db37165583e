using System.Diagnostics;
using System.Globalization;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.EndToEnd.Tests.Sample;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Live;

/// <summary><c>asyncprof top</c> as lines, in front of real processes.</summary>
[Collection(RecordingCollection.Name)]
public sealed class TopTests
{
    private const string Step = "AsyncProf.Target.Work.StepAsync", Inner = "AsyncProf.Target.Held.InnerAsync", Load = "Shop.Orders.MemoryOrderStore.LoadAsync";

    private const int Elapsed = 0, Waiting = 2, Calls = 5, P99 = 6;

    [Theory]
    [InlineData("net10.0", "auto", "eventpipe")]
    [InlineData("net10.0", "agent", "agent")]
    [DeepInlineData("net9.0", "auto", "eventpipe")]
    [DeepInlineData("net8.0", "auto", "agent")]
    public async Task Top_OfATarget_TellsItsCallsEachSecond(string framework, string source, string told)
    {
        await using RunningProgram target = RunningProgram.Start(TargetBuilds.Program(framework), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());

        (int code, string output, string errors) = await RunAsync(target.Id, "-d", "4", "--source", source);

        Assert.Equal((0, ""), (code, errors));
        Assert.DoesNotContain('\u001b', output);
        IReadOnlyList<TopBlock> blocks = TopBlock.Read(output);
        Assert.InRange(blocks.Count, 2, 5);
        Assert.StartsWith(FormattableString.Invariant($"AsyncProf.Target ({target.Id})  .NET {framework["net".Length..]}."), blocks[0].Head[0], StringComparison.Ordinal);
        Assert.All(blocks, block => Assert.Matches($@"  {told}  [\d,]+ events/s  [\d.]+ [KM]?B/s  lost 0$", block.Head[0]));
        TopBlock last = blocks[^1];
        Assert.InRange(last.Cell(Step, Calls)!.Value, 20, 101); // a delay of 10 ms each
        Assert.InRange(last.Cell(Step, Elapsed)!.Value, 500, 1_600); // one after the other, without a break
        Assert.InRange(last.Cell(Step, P99)!.Value, 9, 500);
        Assert.Equal("49", await target.AskAsync("square 7"));
        Assert.Equal("off", await target.OffAsync());
        Assert.Equal(0, await target.EndAsync());
    }

    [Fact]
    public async Task Top_OfWhatHasNotEnded_ShowsItWhileItWaits()
    {
        await using RunningProgram target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "idle");
        Assert.Equal("ready", await target.ReadLineAsync());
        using Process top = Tool.Start("top", "--pid", Text(target.Id), "--plain", "-d", "6", "--since-start", "--sort", "waiting");
        string? first = await top.StandardOutput.ReadLineAsync(); // it must be seen when it begins, to have a name
        Task<string> rest = top.StandardOutput.ReadToEndAsync();
        Assert.Equal("held", await target.AskAsync("hold"));
        await top.WaitForExitAsync();

        string output = $"{first}\n{await rest}";
        IReadOnlyList<TopBlock> blocks = TopBlock.Read(output);
        Assert.Equal(0, top.ExitCode);
        double[] waited = [.. blocks.Select(block => block.Cell(Inner, Waiting)).OfType<double>()];
        Assert.True(waited.Length >= 2, output);
        Assert.InRange(waited[^1] - waited[^2], 500, 1_500); // a second more each second
        Assert.Equal(0, blocks[^1].Cell(Inner, Calls));
        Assert.Equal("released", await target.AskAsync("release"));
    }

    [Theory]
    [InlineData("eventpipe")]
    [DeepInlineData("agent")]
    public async Task Top_OfTheSampleUnderLoad_TellsRequestsByRoute(string source)
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(3, stop.Token);
        await Eventually(() => load.Sent > 30);

        (int code, string requests, string errors) = await RunAsync(sample.Id, "-d", "8", "--view", "requests", "--since-start", "--source", source, "--top", "100");
        (_, string methods, _) = await RunAsync(sample.Id, "-d", "3", "--since-start", "--source", source, "--top", "100", "--filter", "orders");
        await stop.CancelAsync();
        await loading;

        Assert.Equal((0, ""), (code, errors));
        TopBlock last = TopBlock.Read(requests)[^1];
        Assert.True(last.Cell("GET /catalog", 0) > 0, requests);
        Assert.All(last.Rows, row => Assert.Matches("^(GET|POST) /", row.Name));
        Assert.Matches(@"^open: [\d,]+ operations, \d+ requests.*  ready [\d.]+ .s \(p99 ", last.Head[1]);
        TopBlock lastMethods = TopBlock.Read(methods)[^1];
        Assert.True(lastMethods.Cell(Load, Calls) > 0, methods);
        Assert.All(lastMethods.Rows, row => Assert.Contains("orders", row.Name, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(load.Wrong);
        Assert.Equal(0, await sample.StopAsync());
    }

    [Fact]
    public async Task Top_OfAProcessThatEnds_SaysSoAndIsDone()
    {
        await using RunningProgram target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        using Process top = Tool.Start("top", "--pid", Text(target.Id));
        Task<string> errors = top.StandardError.ReadToEndAsync();
        Assert.NotNull(await top.StandardOutput.ReadLineAsync());
        Task<string> rest = top.StandardOutput.ReadToEndAsync();

        Assert.Equal(0, await target.EndAsync());
        await top.EndedAsync();

        Assert.Equal((0, FormattableString.Invariant($"AsyncProf.Target ({target.Id}) has ended.\n")), (top.ExitCode, await errors));
        await rest;
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Top_ThatIsEnded_LeavesTheProcessAlone(string signal)
    {
        await using RunningProgram target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        using Process top = Tool.Start("top", "--pid", Text(target.Id));
        Assert.NotNull(await top.StandardOutput.ReadLineAsync());
        Task<string> rest = top.StandardOutput.ReadToEndAsync();
        await Tool.SignalAsync(signal, top.Id);
        await top.EndedAsync();
        await rest;

        Assert.Equal(signal == "TERM" ? 0 : 137, top.ExitCode);
        Assert.Equal("off", await target.OffAsync());
        Assert.Equal("49", await target.AskAsync("square 7"));
        Assert.Equal(0, await target.EndAsync());
    }

    [Fact]
    public async Task Top_WhoseReaderHasGone_Ends()
    {
        await using RunningProgram target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        var start = new ProcessStartInfo("sh", ["-c", FormattableString.Invariant($"dotnet {Tool.Assembly} top --pid {target.Id} | head -n 1")]) { RedirectStandardOutput = true };

        using Process shell = Process.Start(start)!;
        string output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(1, output.Count(letter => letter == '\n'));
        Assert.Equal("off", await target.OffAsync());
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(int pid, params string[] options) => Tool.RunAsync(["top", "--pid", Text(pid), .. options]);

    private static Task Eventually(Func<bool> condition) => AsyncProf.Testing.Eventually.TrueAsync(condition, TimeSpan.FromSeconds(60));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
