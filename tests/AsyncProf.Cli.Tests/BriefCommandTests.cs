using AsyncProf.Cli.Arguments;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests;

/// <summary><c>--brief</c> of <c>report</c> and <c>diff</c>: one form, and commands in it that work.</summary>
public sealed class BriefCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof tests' ");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Report_Brief_NamesCommandsThatCanBeRunAsTheyAre()
    {
        string file = Saved("my shop.pb.gz", Playback.OfRandomWithAwaits(1));
        (int code, string output, string errors) = await RunAsync("report", file, "--brief", "--focus", ".");

        Assert.Equal((0, ""), (code, errors));
        string[] commands = [.. output.Split('\n').Where(line => line.StartsWith("run ", StringComparison.Ordinal))];
        Assert.InRange(commands.Length, 3, 6);
        foreach (string command in commands)
        {
            string[] words = [.. CommandWords.Split("run", command)];
            Assert.Equal(["run", "asyncprof", "report", file, "--focus", "."], words[..6]);
            (int next, string told, string failed) = await RunAsync(words[2..]);
            Assert.True(next == 0 && told.Length > 0, failed);
            Assert.DoesNotContain("Nothing matches", failed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Report_BriefOfStrippedNames_NamesCommandsThatFindSomething()
    {
        var script = new ScriptedProfile();
        script.Call(script.Root("Shop.Web.Orders.RunAsync", 1, 1_000_000, RootKind.Operation), "Shop.Data.OrderStore.LoadAsync", 2, 20_000_000);
        (int code, string output, string errors) = await RunAsync("report", Saved("shop.pb.gz", script.Build()), "--brief", "--strip");

        Assert.Equal((0, ""), (code, errors));
        string[] commands = [.. output.Split('\n').Where(line => line.StartsWith("run ", StringComparison.Ordinal))];
        Assert.Contains(commands, command => command.Contains("--root", StringComparison.Ordinal));
        foreach (string command in commands)
        {
            (int next, string told, string failed) = await RunAsync([.. CommandWords.Split("run", command).Skip(2)]);
            Assert.True(next == 0 && told.Length > 0, failed);
            Assert.DoesNotContain("Nothing matches", failed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-o", "out.html", "--force")]
    [InlineData("--output", "out.html")]
    [InlineData("--force", "--output=out.html")]
    public async Task Diff_BriefWithAFile_NamesCommandsThatDoNotWriteItAgain(params string[] options)
    {
        string from = Saved("base.pb.gz", DiffSides.Base), to = Saved("head.pb.gz", DiffSides.Head);
        (int code, string output, _) = await RunAsync(["diff", .. options.Select(word => word.Replace("out.html", Path.Combine(_directory.FullName, "out.html"), StringComparison.Ordinal)), from, to, "--brief"]);

        Assert.Equal(3, code);
        string command = Assert.Single(output.Split('\n'), line => line.StartsWith("run ", StringComparison.Ordinal));
        string[] words = [.. CommandWords.Split("run", command)];
        Assert.Equal(["run", "asyncprof", "diff", from, to, "--format", "json"], words);
        Assert.Equal(3, (await RunAsync(words[2..])).Code);
    }

    [Theory]
    [InlineData("--view", "tree")]
    [InlineData("--format", "json")]
    [InlineData("--sort", "calls")]
    [InlineData("--top", "3")]
    [InlineData("--methods", "x")]
    public async Task Report_BriefInAnotherForm_IsRefused(string option, string value)
    {
        (int code, string output, string errors) = await RunAsync("report", Saved("shop.pb.gz", DiffSides.Base), "--brief", option, value);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{option} does not go with --brief", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Report_BriefOfNothing_SaysThatNothingMatches()
    {
        (int code, string output, string errors) = await RunAsync("report", Saved("shop.pb.gz", DiffSides.Base), "--brief", "--focus", "nowhere");

        Assert.Equal(0, code);
        Assert.Contains("methods=0 ", output, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_Brief_HasTheExitCodeOfTheVerdictAndCommandsThatWork()
    {
        string from = Saved("base.pb.gz", DiffSides.Base), to = Saved("head.pb.gz", DiffSides.Head);
        (int code, string output, _) = await RunAsync("diff", from, to, "--brief");

        Assert.Equal(3, code);
        Assert.Contains("\nverdict is=cannot-fire ", output, StringComparison.Ordinal);
        string command = output.Split('\n').First(line => line.StartsWith("run ", StringComparison.Ordinal));
        string[] words = [.. CommandWords.Split("run", command)];
        Assert.Equal(["run", "asyncprof", "diff", from, to, "--format", "json"], words);
        Assert.Equal(3, (await RunAsync(words[2..])).Code);
    }

    [Fact]
    public async Task Diff_BriefInAnotherForm_IsRefused()
    {
        (int code, string output, string errors) = await RunAsync("diff", Saved("base.pb.gz", DiffSides.Base), Saved("head.pb.gz", DiffSides.Head), "--brief", "--format", "md");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("--format and --top do not go with --brief", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] words) => TestConsole.RunAsync(_directory.FullName, words);

    private string Saved(string name, AsyncProfile profile)
    {
        string path = Path.Combine(_directory.FullName, name);
        profile.Save(path);
        return path;
    }
}
