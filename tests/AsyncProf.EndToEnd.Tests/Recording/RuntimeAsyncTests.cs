using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>A program on .NET 11, compiled as ever and with runtime-async: its methods are told alike.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Tier.Name, Tier.Deep)]
public sealed class RuntimeAsyncTests(PublishedPrograms published) : IDisposable
{
    private const string Step = "AsyncProf.Target.Work.StepAsync";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("agent", false)]
    [InlineData("eventpipe", false)]
    [InlineData("agent", true)]
    [InlineData("eventpipe", true)]
    public async Task Attach_ToNet11_TellsItsMethods(string source, bool isRuntimeAsync)
    {
        await using RunningProgram target = RunningProgram.Start(await published.OnElevenAsync("AsyncProf.Target", isRuntimeAsync), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        string file = Path.Combine(_directory.FullName, "x.nettrace");

        (int code, _, string errors) = await Tool.RunAsync("record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "-d", "1500ms", "--source", source, "-o", file);

        Assert.True(code == 0, errors);
        Assert.DoesNotContain("runtime-async", errors, StringComparison.Ordinal);
        AsyncProfile profile = NettraceProfile.Load(file);
        (_, string findings, _) = await Tool.RunAsync("report", file, "--view", "findings");
        Assert.DoesNotContain("runtime-async", findings, StringComparison.Ordinal);
        Assert.NotEqual(0, profile.Recording.Dispatches);
        Assert.InRange(Assert.Single(profile.Methods, row => row.Method == Step).Calls, 20, 200);
        Assert.Equal("144", await target.AskAsync("square 12"));
        Assert.Equal(0, await target.EndAsync());
    }

    [Fact]
    public async Task Ps_OfNet11_NamesItsSources()
    {
        await using RunningProgram target = RunningProgram.Start(await published.OnElevenAsync("AsyncProf.Target", isRuntimeAsync: false), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());

        (int code, string output, string errors) = await Tool.RunAsync("ps");

        Assert.True(code == 0, errors);
        Assert.Matches($@"(?m)^ *{target.Id} +11\.0\.0 +eventpipe, agent +AsyncProf\.Target *$", output);
    }
}
