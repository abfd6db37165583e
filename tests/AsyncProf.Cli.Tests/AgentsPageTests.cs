using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Arguments;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Cli.Tests;

/// <summary>What <c>docs/agents.md</c> says is so: its commands run, and its brief is what the tool prints.</summary>
public sealed partial class AgentsPageTests : IDisposable
{
    private const long Ms = 1_000_000;

    private static readonly string Page = Path.Combine(Testing.Repository.Root, "docs", "agents.md");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public AgentsPageTests()
    {
        Recorded().Save(Path.Combine(_directory.FullName, "shop.pb.gz"));
        foreach ((string side, int ms) in (ReadOnlySpan<(string, int)>)[("base", 20), ("head", 30)])
        {
            string folder = Directory.CreateDirectory(Path.Combine(_directory.FullName, side)).FullName;
            for (int run = 0; run < 7; run++)
                Run(run, ms).Save(Path.Combine(folder, FormattableString.Invariant($"run-{run}.pb.gz")));
        }
    }

    public static TheoryData<string> Commands =>
        [.. Block().Matches(File.ReadAllText(Page)).Where(block => block.Groups["language"].Value == "sh").SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Page_EachCommand_DoesWhatItSays(string line)
    {
        string[] parts = line.Split("#", 2);
        int expected = ExitCode().Match(parts[1]) is { Success: true } code ? int.Parse(code.Groups["code"].Value, CultureInfo.InvariantCulture) : 0;

        (int ended, string output, string errors) = await RunAsync([.. CommandWords.Split("the page", parts[0]).Skip(1)]);

        Assert.True(ended == expected, errors);
        Assert.NotEmpty(output);
        Assert.DoesNotContain("Nothing matches", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TheBriefOfAComparison_HasNoKeyThatItDoesNotTell()
    {
        (_, string output, _) = await RunAsync("diff", "base", "head", "--brief");
        string page = await File.ReadAllTextAsync(Page);
        string told = page[page.IndexOf("## The brief of a comparison", StringComparison.Ordinal)..page.IndexOf("## Exit codes", StringComparison.Ordinal)];

        string[] keys = [.. output.Split('\n').Where(line => line.Split(' ')[0] is "verdict" or "issue" or "root" or "method").SelectMany(line => Key().Matches(line)).Select(key => key.Groups[1].Value).Distinct()];

        Assert.InRange(keys.Length, 15, 30);
        Assert.All(keys, key => Assert.Contains($"`{key}`", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ItsBrief_IsWhatTheToolPrints()
    {
        string page = await File.ReadAllTextAsync(Page);
        Group shown = Block().Matches(page).Single(block => block.Groups["language"].Value == "text").Groups["text"];

        (_, string output, _) = await RunAsync("report", "shop.pb.gz", "--brief");

        if (Environment.GetEnvironmentVariable("ASYNCPROF_APPROVE") == "1")
            await File.WriteAllTextAsync(Page, string.Concat(page.AsSpan(0, shown.Index), output, page.AsSpan(shown.Index + shown.Length)));
        else
            Assert.Equal(shown.Value, output);
    }

    [Fact]
    public void Page_NamesEachKindOfLine() => Assert.All(
        (string[])["brief", "recording", "quality", "totals", "finding", "root", "method", "wait", "verdict", "issue", "more", "run"],
        kind => Assert.Matches($@"(?m)^\|.*`{kind}`.*\|", File.ReadAllText(Page)));

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Tool.Assembly, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.FullName };
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, output, await errors);
    }

    /// <summary>Ten loads one after the other, each of which reads.</summary>
    private static AsyncProfile Recorded() => Playback.Of(s => s.Method(
        "Shop.Web.OrderEndpoints.GetAsync",
        [new Step.Yield(), .. Enumerable.Range(0, 10).Select(_ => new Step.Await(s.Method("Shop.Data.OrderStore.LoadAsync", [new Step.Await(s.Method("Npgsql.NpgsqlCommand.ReadAsync", [new Step.Await(s.Delay(10))]))])))])).Profile;

    /// <summary>A run of a build in which an order takes so long.</summary>
    private static AsyncProfile Run(int run, int ms)
    {
        var shop = new ScriptedProfile();
        shop.Call(shop.Root("GET /orders", 200, (20 * Ms) + (run * 1000)), "Shop.Data.OrderStore.LoadAsync", 1000, (200 * ms * Ms) + (run * 1000));
        return shop.Build();
    }

    [GeneratedRegex(" ([a-z0-9_]+)=")]
    private static partial Regex Key();

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("exit code (?<code>[0-9]+)")]
    private static partial Regex ExitCode();
}
