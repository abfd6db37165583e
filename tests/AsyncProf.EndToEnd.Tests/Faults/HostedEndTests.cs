using System.Diagnostics;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>An app that profiles itself ends in the middle of its work as it does without the profiler: with the same code, and it has said the same.</summary>
[Collection(RecordingCollection.Name)]
public class HostedEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Theory]
    [InlineData("return", null, 5)]
    [InlineData("stop", null, 5)]
    [InlineData("exit", null, 7)]
    [InlineData("throw", null, 134)]
    [InlineData("thread", null, 134)]
    [InlineData("fail", null, 134)]
    [InlineData("wait", "TERM", 5)] // the host shuts down
    [InlineData("wait", "INT", 5)]
    [InlineData("wait", "QUIT", 5)]
    [InlineData("wait", "KILL", 137)]
    public async Task End_WhileItIsProfiled_IsTheAppsOwn(string how, string? signal, int expected)
    {
        Task<(int Code, string Output, string Errors)> bare = RunAsync(signal, "end", how, "bare");
        (int code, string output, string errors) = await RunAsync(signal, "end", how);

        Assert.Equal((expected, (await bare).Output), (code, output));
        Assert.Contains("\nas expected\n", output, StringComparison.Ordinal);
        Assert.Equal(Own((await bare).Errors), Own(errors));
    }

    /// <summary>What is left of its errors without what the profiler logs, and without the frames of the framework, which takes other ways while anybody listens.</summary>
    private static string[] Own(string errors) =>
        [.. errors.Split('\n').Where(line => !line.StartsWith("Information: AsyncProf", StringComparison.Ordinal) && !line.StartsWith("   at System.", StringComparison.Ordinal))];

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string? signal, params string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal", Built.Path("tests/programs/AsyncProf.Hosted", "AsyncProf.Hosted"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process app = Process.Start(start)!;
        Task<string> errors = app.StandardError.ReadToEndAsync();
        var said = new System.Text.StringBuilder();
        while (await app.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            said.Append(line).Append('\n');
            if (line == "waiting")
                await Tool.SignalAsync(signal!, app.Id);
        }

        await app.WaitForExitAsync().WaitAsync(Patience);
        return (app.ExitCode, said.ToString(), await errors.WaitAsync(Patience));
    }
}
