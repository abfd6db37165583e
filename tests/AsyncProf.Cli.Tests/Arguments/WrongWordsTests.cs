namespace AsyncProf.Cli.Tests.Arguments;

public sealed class WrongWordsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("report", "x.pb.gz", "--sort", "--memory")]
    [InlineData("report", "x.pb.gz", "--format", "--top")]
    [InlineData("export", "x.pb.gz", "-o", "--force")]
    public async Task Find_OfAnOptionInPlaceOfAValue_SaysSo(params string[] words)
    {
        (int code, _, string errors) = await RunAsync(words);

        Assert.Equal(2, code);
        Assert.StartsWith("asyncprof: ", errors, StringComparison.Ordinal);
        Assert.Contains(words[^2], errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[suggest:3]", "[suggest:3]")]
    [InlineData("[suggest:99999999999]", "report")]
    [InlineData("[suggest:]", "report")]
    [InlineData("[nonsense]", "report")]
    public async Task Find_OfWordsInBracketsThatNobodyUnderstands_SaysSo(params string[] words)
    {
        (int code, _, string errors) = await RunAsync(words);

        Assert.Equal(2, code);
        Assert.Contains("before the command is not understood", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OfARequestForCompletions_LetsItThrough()
    {
        (int code, string output, _) = await RunAsync("[suggest:4]", "repo");

        Assert.Equal(0, code);
        Assert.Contains("report", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_OfAnEmptyName_IsRefused()
    {
        File.WriteAllBytes(Path.Combine(_directory.FullName, "x.pb"), [0x0A, 4, 8, 1, 16, 2, 0x32, 0, 0x32, 3, .. "cpu"u8, 0x32, 11, .. "nanoseconds"u8]);

        (int code, _, string errors) = await RunAsync("export", Path.Combine(_directory.FullName, "x.pb"), "-o", "", "--format", "folded");

        Assert.Equal((2, "asyncprof: The output is an empty text: name a file."), (code, errors.Trim()));
    }

    /// <summary>It says that it is empty; where there is none of that name, it cannot be read either.</summary>
    [Fact]
    public async Task Config_WithoutAnEnd_IsRefused()
    {
        (int code, _, string errors) = await RunAsync("diff", "base", "head", "--config", "/dev/zero");

        Assert.Equal(2, code);
        Assert.Contains("/dev/zero", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] words) => TestConsole.RunAsync(_directory.FullName, words);
}
