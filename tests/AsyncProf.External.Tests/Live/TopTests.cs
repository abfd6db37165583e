using System.Diagnostics;
using System.Text.RegularExpressions;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Live;

/// <summary><c>asyncprof top</c> on a terminal: what is seen, and what keys do.</summary>
public sealed class TopTests : IAsyncLifetime
{
    private const string Step = "AsyncProf.Target.Work.StepAsync", Shell = "before the table";

    private Process _target = null!;
    private TmuxTerminal _terminal = null!;

    public async Task InitializeAsync()
    {
        string program = Path.Combine(Repository.Root, "tests/programs/AsyncProf.Target/bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!), "net10.0/AsyncProf.Target");
        _target = Process.Start(new ProcessStartInfo(program, ["serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await _target.StandardOutput.ReadLineAsync();
        _terminal = await TmuxTerminal.StartAsync(FormattableString.Invariant($"echo {Shell}; dotnet {Tool.Assembly} top --pid {_target.Id}; echo exit code $?; sleep 1000"), 100, 20);
    }

    public async Task DisposeAsync()
    {
        await _terminal.DisposeAsync();
        if (!_target.HasExited)
            _target.Kill();
        await _target.WaitForExitAsync();
        _target.Dispose();
    }

    [Fact]
    public async Task Top_AtFirst_ShowsMethodsWithTheKeysBelow()
    {
        string[] lines = await _terminal.LookForAsync(Shows(Step));

        Assert.StartsWith(FormattableString.Invariant($"AsyncProf.Target ({_target.Id})  .NET 10."), lines[0], StringComparison.Ordinal);
        Assert.StartsWith("methods  last 1.00 s  by elapsed", lines[2], StringComparison.Ordinal);
        Assert.Equal("elapsed running waiting   ready blocked calls/s     p99  method", lines[3]);
        Assert.StartsWith("sort by: e elapsed", lines[18], StringComparison.Ordinal);
        Assert.EndsWith("q quit", lines[19], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains(Shell, StringComparison.Ordinal)); // the other screen
    }

    [Fact]
    public async Task Keys_OfSortsAndPages_ChangeWhatIsShown()
    {
        await _terminal.LookForAsync(Shows(Step));

        await _terminal.TypeAsync("c");
        await _terminal.LookForAsync(lines => lines[2].Contains("by calls", StringComparison.Ordinal));
        await _terminal.TypeAsync("s");
        await _terminal.LookForAsync(lines => lines[2].Contains("since start", StringComparison.Ordinal));
        await _terminal.TypeAsync("Tab");
        await _terminal.LookForAsync(lines => lines[3] == "count/s     p50     p99     max elapsed  request" && lines[2].StartsWith("requests", StringComparison.Ordinal));
        await _terminal.TypeAsync("1", "f");
        await _terminal.LookForAsync(lines => lines[2].StartsWith("methods", StringComparison.Ordinal) && !lines[2].Contains("frameworks folded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_OfAFilter_LeaveOnlyWhatMatches()
    {
        await _terminal.LookForAsync(Shows(Step));

        await _terminal.TypeAsync("/", "n", "o", "q");
        string[] typing = await _terminal.LookForAsync(lines => lines[19].StartsWith("/noq_", StringComparison.Ordinal));
        Assert.DoesNotContain(typing, line => line.Contains(Step, StringComparison.Ordinal));
        await _terminal.TypeAsync("BSpace", "BSpace", "BSpace", "S", "t", "e", "p", "Enter");
        await _terminal.LookForAsync(lines => Shows(Step)(lines) && lines[2].Contains("1 of ", StringComparison.Ordinal) && lines[2].Contains("filter \"Step\"", StringComparison.Ordinal) && lines[19].EndsWith("q quit", StringComparison.Ordinal));
        await _terminal.TypeAsync("Escape");
        await _terminal.LookForAsync(lines => !lines[2].Contains("filter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_OfThePause_HoldsThePicture()
    {
        await _terminal.LookForAsync(Shows(Step));
        await _terminal.TypeAsync("s", "Space");
        await _terminal.LookForAsync(lines => lines[2].EndsWith("PAUSED", StringComparison.Ordinal));
        await Task.Delay(300); // the rows may be drawn after the line that says so
        string[] held = await _terminal.LookAsync();

        await Task.Delay(2_500);
        Assert.Equal(held, await _terminal.LookAsync());
        await _terminal.TypeAsync("Space");
        await _terminal.LookForAsync(lines => !lines[2].EndsWith("PAUSED", StringComparison.Ordinal) && lines[2] != held[2].Replace("  PAUSED", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_OfTheReset_BeginsAnew()
    {
        await _terminal.LookForAsync(Shows(Step));
        await _terminal.TypeAsync("s");
        await _terminal.LookForAsync(lines => SinceStart(lines) >= 4);

        await _terminal.TypeAsync("z");
        await _terminal.LookForAsync(lines => SinceStart(lines) is > 0 and < 3);
    }

    [Fact]
    public async Task Top_OnATerminalThatGetsSmaller_FitsIt()
    {
        await _terminal.LookForAsync(Shows(Step));
        await _terminal.ResizeAsync(80, 12);

        await _terminal.LookForAsync(lines => lines[11].EndsWith("q quit", StringComparison.Ordinal) && lines[3].StartsWith("elapsed", StringComparison.Ordinal) && Shows("Work.StepAsync")(lines));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("C-c")]
    [InlineData("Escape")]
    public async Task Keys_ThatQuit_EndItAndGiveTheTerminalBack(string key)
    {
        await _terminal.LookForAsync(Shows(Step));
        await _terminal.TypeAsync(key);

        string[] lines = await _terminal.LookForAsync(Shows("exit code"));
        Assert.Equal(Shell, lines[0]);
        Assert.Contains("exit code 0", lines);
        Assert.False(_target.HasExited);
    }

    [Fact]
    public async Task Top_OfAProcessThatEnds_LeavesTheLastPictureAndSaysSo()
    {
        await _terminal.LookForAsync(Shows(Step));
        _target.StandardInput.Close();

        string[] lines = await _terminal.LookForAsync(Shows("exit code"));
        Assert.Contains("exit code 0", lines);
        Assert.Contains(FormattableString.Invariant($"AsyncProf.Target ({_target.Id}) has ended."), lines);
        Assert.Contains(lines, line => line.EndsWith(Step, StringComparison.Ordinal));
    }

    private static Func<string[], bool> Shows(string text) => lines => lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    private static double SinceStart(string[] lines) =>
        Regex.Match(lines[2], @"since start (?<seconds>[\d.]+) s") is { Success: true } match ? double.Parse(match.Groups["seconds"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
