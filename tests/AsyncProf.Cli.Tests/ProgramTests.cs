using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests;

public class ProgramTests
{
    [Fact]
    public async Task Version_IsPrinted()
    {
        (int code, string output, _) = await Tool.RunAsync("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData]
    public async Task Help_IsPrinted(params string[] arguments)
    {
        (int code, string output, _) = await Tool.RunAsync(arguments);

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCommand_IsBadUsage()
    {
        (int code, _, string errors) = await Tool.RunAsync("nonsense");

        Assert.Equal(2, code);
        Assert.Contains("nonsense", errors, StringComparison.Ordinal);
    }
}
