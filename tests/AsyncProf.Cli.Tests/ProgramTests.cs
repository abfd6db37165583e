using System.Diagnostics;

namespace AsyncProf.Cli.Tests;

public class ProgramTests
{
    [Fact]
    public async Task Version_IsPrinted()
    {
        (int code, string output, _) = await RunAsync("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData]
    public async Task Help_IsPrinted(params string[] arguments)
    {
        (int code, string output, _) = await RunAsync(arguments);

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCommand_IsBadUsage()
    {
        (int code, _, string errors) = await RunAsync("nonsense");

        Assert.Equal(2, code);
        Assert.Contains("nonsense", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "asyncprof.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, output, await errors);
    }
}
