namespace AsyncProf.Cli.Tests.Commands;

/// <summary>What <c>compare</c> refuses before anything starts.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("Option '--head' is required. See asyncprof compare --help.", "--base", "true")]
    [InlineData("Option '--base' is required. See asyncprof compare --help.", "--head", "true")]
    [InlineData("--runs must be a whole number from 1 to 50; it is 0. See asyncprof compare --help.", "--base", "true", "--head", "true", "--runs", "0")]
    [InlineData("--warmup must be a whole number from 0 to 50; it is 51. See asyncprof compare --help.", "--base", "true", "--head", "true", "--warmup", "51")]
    [InlineData("--base has a ' without a second one.", "--base", "echo 'x", "--head", "true")]
    [InlineData("--head is empty: give it a command in quotes.", "--base", "true", "--head", "")]
    [InlineData("--duration must be a time such as 5, 500ms or 2m, up to 30 days; it is soon.", "--base", "true", "--head", "true", "-d", "soon")]
    [InlineData("--measure cpu needs the agent, which alone can read what threads use: leave --source eventpipe out.", "--base", "true", "--head", "true", "--measure", "cpu", "--source", "eventpipe")]
    public Task Compare_WhatCannotBe_SaysWhyInOneSentence(string message, params string[] arguments) => AssertRefusedAsync(2, message, ["compare", .. arguments]);

    [Theory]
    [InlineData("base/run-1.pb.gz", "already exists: --force replaces the runs that are there.")]
    [InlineData("head/run-50.pb.gz", "already exists: --force replaces the runs that are there.")]
    [InlineData("head/other.nettrace", "would be compared as if it were a run of head: remove it, or name another folder.")]
    public async Task Compare_IntoAFolderWithOtherRuns_RefusesToMixThem(string there, string message)
    {
        string file = Path.Combine(_directory.FullName, there);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "precious");

        await AssertRefusedAsync(2, $"{file} {message}", "compare", "--base", "true", "--head", "true", "-o", _directory.FullName);

        Assert.Equal([file], Directory.GetFiles(_directory.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Compare_OfACommandThatCannotBeStarted_SaysWhichRunAndLeavesNothingBehind()
    {
        string folder = Path.Combine(_directory.FullName, "new");

        await AssertRefusedAsync(
            125,
            "Run 1 of 4: base failed: no-such-program cannot be started: there is no program of that name in PATH. No run was kept.",
            "compare", "--runs", "2", "--base", "no-such-program", "--head", "true", "-o", folder);

        Assert.False(Directory.Exists(folder));
    }

    private async Task AssertRefusedAsync(int expected, string message, params string[] arguments)
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_directory.FullName, arguments);

        Assert.Equal((expected, ""), (code, output));
        Assert.Equal($"asyncprof: {message}", errors.TrimEnd().Split('\n')[^1]);
    }
}
