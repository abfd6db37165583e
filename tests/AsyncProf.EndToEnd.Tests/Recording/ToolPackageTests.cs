using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The README's first command on what is built, and the tool as it is installed from its package.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class ToolPackageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task QuickStart_OfTheReadme_WritesAPageOfTheSample()
    {
        (int code, string output, string errors) = await Tool.RunAsync(
            "record", "-d", "5", "-o", In("demo.html"), "--", "dotnet", "run", "--no-build", "-c", Configuration, "--project", Path.Combine(Repository.Root, "samples/WebApi"), "--", "--demo");

        Assert.True(code == 0, errors);
        Assert.Contains("MemoryOrderStore.LoadAsync", output, StringComparison.Ordinal); // what it prints itself
        Assert.Contains("Recording WebApi (", errors, StringComparison.Ordinal);
        Assert.Contains("Shop.Orders.MemoryOrderStore.LoadAsync", await File.ReadAllTextAsync(In("demo.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_InstalledFromAFolder_RecordsWithItsAgent()
    {
        await DotnetAsync("pack", Path.Combine(Repository.Root, "src/AsyncProf.Cli"), "--no-build", "-c", Configuration, "-o", _directory.FullName);
        await DotnetAsync("tool", "install", "AsyncProf.Tool", "--tool-path", In("tools"), "--add-source", _directory.FullName);

        using Process tool = Process.Start(new ProcessStartInfo(In("tools/asyncprof"), ["record", "-o", In("x.pb.gz"), "--", TargetBuilds.Program("net10.0"), "end", "3"]) { RedirectStandardError = true })!;
        string errors = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();

        Assert.True(tool.ExitCode == 3, errors);
        AsyncProfile profile = AsyncProfile.Load(In("x.pb.gz"));
        Assert.Equal("agent", profile.Recording.Source);
        Assert.Equal(40, profile.Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        using Process dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();
        Assert.True(dotnet.ExitCode == 0, output);
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
