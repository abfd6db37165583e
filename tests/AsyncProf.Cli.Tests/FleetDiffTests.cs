using System.Text.Json;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Cli.Tests;

/// <summary>Two versions in a store, as a gate asks for them.</summary>
public sealed class FleetDiffTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("jaeger", 1.5, 1)]
    [InlineData("jaeger", 1.0, 0)]
    [InlineData("pyroscope", 1.5, 1)]
    [InlineData("folder", 1.5, 1)]
    [InlineData("folder", 1.0, 0)]
    public async Task Diff_TwoVersionsOfAFleet_ExitsWithOneWhereTheNewOneIsSlower(string kind, double slower, int expected)
    {
        var script = new FleetScript(DateTime.UtcNow, slower);
        using var server = new StoreServer(kind == "pyroscope" ? new PyroscopeQueryStandIn(script.Profiles()) : new JaegerStandIn(script.Spans()));
        string kept = Path.Combine(_directory.FullName, "kept");
        script.WriteTo(kept);

        (int code, string output, string errors) = await RunAsync("diff", "--from", kind == "folder" ? kept : server.Address, "--base", "service=shop,version=1.4", "--head", "service=shop,version=1.5", "--since", "2h", "-o", Path.Combine(_directory.FullName, "diff.html"));

        Assert.True(code == expected, errors + output);
        Assert.Contains("18/2", output, StringComparison.Ordinal);
        Assert.Contains("note the base is service=shop,version=1.4:", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(_directory.FullName, "diff.html")).Length > 1000);
        if (expected == 1)
            Assert.Contains(FleetScript.Slow, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_ByLibrary_ComparesLibrariesAndNoMethods()
    {
        new FleetScript(DateTime.UtcNow, 1.5).WriteTo(_directory.FullName);

        (int code, string output, string errors) = await RunAsync("diff", "--from", _directory.FullName, "--base", "version=1.4", "--head", "version=1.5", "--since", "2h", "--by", "library", "--format", "json");

        Assert.True(code == 1, errors + output);
        using var json = JsonDocument.Parse(output);
        string?[] names = [.. json.RootElement.GetProperty("roots").EnumerateArray().SelectMany(root => root.GetProperty("methods").EnumerateArray()).Select(method => method.GetProperty("method").GetString())];
        Assert.Contains("Shop", names);
        Assert.DoesNotContain(FleetScript.Slow, names);
    }

    [Fact]
    public async Task Diff_OneInstanceASide_ProvesNothingAndExitsWithThree()
    {
        new FleetScript(DateTime.UtcNow, 1.5).WriteTo(_directory.FullName);

        (int code, string output, string errors) = await RunAsync("diff", "--from", _directory.FullName, "--base", "instance=shop-01", "--head", "instance=shop-19", "--since", "2h", "--brief");

        Assert.True(code == 3, errors + output);
        Assert.Contains("verdict is=cannot-fire", output, StringComparison.Ordinal);
        Assert.Contains("issue id=machine breaks=yes says=\"machine and version cannot be told apart", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("each side is its labels", "diff", "--from", "http://localhost:1", "a", "b")]
    [InlineData("each side is its labels", "diff", "--from", "http://localhost:1", "--base", "version=1")]
    [InlineData("--since applies to a store: name it by --from", "diff", "a", "b", "--since", "1h")]
    [InlineData("--base must be labels", "diff", "--from", "http://localhost:1", "--base", "1.4", "--head", "version=1.5")]
    [InlineData("--since must be a time", "diff", "--from", "http://localhost:1", "--base", "version=1.4", "--head", "version=1.5", "--since", "soon")]
    [InlineData("--traces must be a whole number", "diff", "--from", "http://localhost:1", "--base", "version=1.4", "--head", "version=1.5", "--traces", "0")]
    [InlineData("--timeout must be a time", "diff", "--from", "http://localhost:1", "--base", "version=1.4", "--head", "version=1.5", "--timeout", "never")]
    [InlineData("--from must be the address of a store", "diff", "--from", "nowhere", "--base", "version=1.4", "--head", "version=1.5")]
    [InlineData("--from must be the address of a store", "diff", "--from", "user:s3cret@localhost", "--base", "version=1.4", "--head", "version=1.5")]
    [InlineData("--from must hold no user", "diff", "--from", "http://user:s3cret@127.0.0.1:1", "--base", "version=1.4", "--head", "version=1.5", "--brief")]
    [InlineData("--from must end with its path", "diff", "--from", "http://127.0.0.1:1/?key=s3cret", "--base", "version=1.4", "--head", "version=1.5")]
    [InlineData("number 1 is not", "diff", "--from", "http://localhost:1", "--base", "version=1.4", "--head", "version=1.5", "--header", "s3cret")]
    [InlineData("cannot be reached", "diff", "--from", "http://127.0.0.1:1", "--base", "version=1.4", "--head", "version=1.5")]
    [InlineData("--measure applies to files", "diff", "--from", "http://localhost:1", "--base", "version=1.4", "--head", "version=1.5", "--measure", "cpu")]
    public async Task Diff_UsedWrongly_SaysWhatInASentenceAndExitsWithTwo(string expected, params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => TestConsole.RunAsync(_directory.FullName, arguments);
}
