using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>An app that profiles itself, published trimmed: of the framework, and of the profiler, only that is left which the app uses.</summary>
[Collection(RecordingCollection.Name)]
public class TrimmedHostTests(PublishedPrograms published)
{
    private const string Name = "AsyncProf.Hosted";

    /// <summary>All has to be compiled that is called.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Serve_Trimmed_IsProfiledDirectlyAndTheAppIsWell()
    {
        string built = Path.GetDirectoryName(Built.Path("tests/programs/" + Name, Name + ".dll"))!;
        string program = await published.GetAsync(Name, "net10.0", "Release", "-p:PublishTrimmed=true", "-p:Profiler=" + built);
        await using var app = RunningProgram.Start(program, "serve");
        Assert.Equal("ready", await app.ReadLineAsync());
        Assert.Equal("49", await app.AskAsync("square 7"));

        await Eventually.TrueAsync(() => app.AskAsync("status").GetAwaiter().GetResult()!.Split('|') is ["on", "direct", "", not "0", "0", "0"], Patience);

        Assert.StartsWith("off|direct|", await app.AskAsync("off"), StringComparison.Ordinal);
        Assert.Equal("81", await app.AskAsync("square 9"));
        Assert.Equal(0, await app.EndAsync());
    }
}
