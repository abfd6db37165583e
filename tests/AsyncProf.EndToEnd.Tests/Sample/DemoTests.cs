using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AsyncProf.EndToEnd.Sample;

/// <summary>The README's first command, run as a user would.</summary>
public class DemoTests
{
    [Fact]
    public async Task Demo_WithoutAReceiver_ChargesTheSamplesOwnMethodsAndEndsWithZero()
    {
        using Process demo = Process.Start(SampleProcess.StartInfo("--demo"))!;
        Task<string> errors = demo.StandardError.ReadToEndAsync();
        string output = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(demo.ExitCode == 0, output + await errors);
        Assert.Matches(new Regex(@"^ +\d+ .* Shop\.Orders\.MemoryOrderStore\.LoadAsync$", RegexOptions.Multiline), output);
        Assert.Matches(new Regex(@"[├└] Shop\.Orders\.MemoryOrderStore\.LoadAsync"), output);
        Assert.Contains(" events, 0 lost;", output, StringComparison.Ordinal);
        Assert.Contains("0 illegal transitions, 0 trees left out", output, StringComparison.Ordinal);
        Assert.DoesNotContain("BuildAsync (ambiguous)", output, StringComparison.Ordinal); // three services have a method of that name
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("MoveNext|AsyncTaskMethodBuilder|AsyncStateMachineBox|ThreadPool|d__[0-9]|b__[0-9]", output);
    }
}
