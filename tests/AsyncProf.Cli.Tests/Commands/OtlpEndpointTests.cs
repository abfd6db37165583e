using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests.Commands;

/// <summary>Where spans may be sent, as a user says it.</summary>
public class OtlpEndpointTests
{
    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("grpc://localhost:4317")]
    [InlineData("")]
    public async Task Record_ToWhatIsNoAddress_SaysWhatIs(string url)
    {
        (int code, string output, string errors) = await Tool.RunAsync("record", "--pid", "1", "--otlp-endpoint", url);

        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"asyncprof: --otlp-endpoint must be an address of HTTP, as http://localhost:4318; it is {url}.", errors.Trim());
    }

    [Fact]
    public async Task Record_OfACommandToWhatIsNoAddress_ExitsAsOfALaunch()
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "--otlp-endpoint", "x", "--", "dotnet", "--version");

        Assert.Equal(125, code);
        Assert.Contains("must be an address of HTTP", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_OfSeveralRuns_SendsNoSpans()
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "--runs", "2", "--otlp-endpoint", "http://localhost:4318", "--", "dotnet", "--version");

        Assert.Equal(125, code);
        Assert.Contains("--otlp-endpoint does not go with --runs", errors, StringComparison.Ordinal);
    }
}
