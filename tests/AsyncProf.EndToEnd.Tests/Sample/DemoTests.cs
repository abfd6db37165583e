using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The README's first command, run as a user would, and the command that it names.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Demo_WithoutAReceiver_ChargesTheSamplesOwnMethodsAndSavesAProfileThatTellsItsFaults()
    {
        string output = await RunAsync(SampleProcess.StartInfo("--demo"));

        Assert.Matches(new Regex(@"^ +\d+ .*[.…]MemoryOrderStore\.LoadAsync$", RegexOptions.Multiline), output);
        Assert.Matches(new Regex(@"[├└] Shop\.Orders\.MemoryOrderStore\.LoadAsync"), output);
        Assert.Contains(" events, 0 lost;", output, StringComparison.Ordinal);
        Assert.Contains("0 illegal transitions, 0 trees left out", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"BuildAsync \((ambiguous|\d+ candidates)\)", output); // three services have a method of that name
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("MoveNext|AsyncTaskMethodBuilder|AsyncStateMachineBox|ThreadPool|d__[0-9]|b__[0-9]", output);

        string profile = Path.Combine(_directory.FullName, "asyncprof-demo.pb.gz");
        Assert.Contains($"report {profile}", output, StringComparison.Ordinal);
        AssertAddsUp(await ReportAsync(profile, "--format", "json"));
        string findings = await ReportAsync(profile, "--view", "findings");
        Assert.Contains("n-plus-one: Shop.Faults.FaultEndpoints.NPlusOneAsync", findings, StringComparison.Ordinal);
        Assert.Contains("error fire-and-forget: Shop.Faults.FaultEndpoints.SendMailAsync", findings, StringComparison.Ordinal);
        Assert.Contains("sync-over-async: GET /faults/sync-over-async", findings, StringComparison.Ordinal);
        Assert.DoesNotContain("n-plus-one: Shop.Orders", findings, StringComparison.Ordinal);
        Assert.DoesNotContain("fire-and-forget: Shop.Orders", findings, StringComparison.Ordinal);
        foreach (string view in (string[])["methods", "tree", "callers", "callees", "roots", "findings"])
            Assert.All((await ReportAsync(profile, "--view", view)).Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    /// <summary>Own times of the tree and of the methods are the observed time of the roots.</summary>
    private static void AssertAddsUp(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        JsonElement report = document.RootElement;
        long tree = 0;
        var work = new Stack<JsonElement>([report.GetProperty("tree")]);
        while (work.TryPop(out JsonElement node))
        {
            tree += node.GetProperty("elapsed").GetProperty("selfNs").GetInt64();
            foreach (JsonElement child in node.GetProperty("children").EnumerateArray())
                work.Push(child);
        }

        Assert.True(tree > 0);
        Assert.Equal(tree, report.GetProperty("roots").EnumerateArray().Sum(root => root.GetProperty("elapsedNs").GetInt64()));
        Assert.Equal(tree, report.GetProperty("methods").EnumerateArray().Sum(method => method.GetProperty("elapsed").GetProperty("selfNs").GetInt64()));
    }

    private Task<string> ReportAsync(string profile, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Built.Path("src/AsyncProf.Cli", "asyncprof.dll"), "report", profile, .. options])
            start.ArgumentList.Add(argument);
        return RunAsync(start);
    }

    private async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.WorkingDirectory = _directory.FullName;
        using Process program = Process.Start(start)!;
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.EndedAsync();
        Assert.True(program.ExitCode == 0, output + await errors);
        return output;
    }
}
