using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Layers that repeat their short names, seen from inside their process: every call has the name of its own method, from the first one on, however the program was compiled.</summary>
[Collection(RecordingCollection.Name)]
public sealed class LayersByFramesTests(PublishedPrograms published) : IDisposable
{
    private const string Requests = "2000";

    /// <summary>A lambda on the pool that has ended before it is awaited is a call beside the one of its delegate; that needs a busy machine.</summary>
    private const int Attempts = 5;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string File => Path.Combine(_directory.FullName, "layers.nettrace");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [DeepInlineData("net8.0", "")]
    [DeepInlineData("net9.0", "")]
    [InlineData("net10.0", "")]
    [DeepInlineData("net8.0", "DOTNET_TieredCompilation=0")]
    [DeepInlineData("net9.0", "DOTNET_TieredCompilation=0")]
    [DeepInlineData("net10.0", "DOTNET_TieredCompilation=0")]
    [DeepInlineData("net10.0", "DOTNET_TieredPGO=0")]
    public Task Launched_FromItsStart_CountsEachMethodsCalls(string framework, string setting) => AssertExactAsync(LayersTarget.Program(framework), setting);

    [Theory]
    [InlineData("net10.0", "Debug", false, "")]
    [InlineData("net8.0", "Release", true, "")]
    [InlineData("net10.0", "Release", true, "")]
    [InlineData("net8.0", "Release", true, "DOTNET_TieredCompilation=0")]
    [InlineData("net10.0", "Release", true, "DOTNET_TieredCompilation=0")]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Launched_AsPublished_CountsEachMethodsCalls(string framework, string configuration, bool isReadyToRun, string setting) =>
        await AssertExactAsync(await published.GetAsync(LayersTarget.Name, framework, configuration, isReadyToRun ? ["-p:PublishReadyToRun=true"] : []), setting);

    [Theory]
    [DeepInlineData("net8.0")]
    [DeepInlineData("net9.0")]
    [InlineData("net10.0")]
    public async Task Attached_WithAnAgent_NamesEachCallByItsMethod(string framework)
    {
        await using RunningProgram target = await LayersTarget.StartAsync(framework);
        Dictionary<string, long> before = LayersTarget.AsReported(await LayersTarget.CountAsync(target));
        Dictionary<string, long> during;
        await using (FileStream file = new(File, FileMode.Create))
        {
            using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), RecordingSource.Agent, isLaunched: false, Assert.Fail);
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            during = LayersTarget.AsReported(await LayersTarget.CountAsync(target));
            await Task.Delay(Length);
            during = LayersTarget.AsReported(await LayersTarget.CountAsync(target)).ToDictionary(pair => pair.Key, pair => pair.Value - during.GetValueOrDefault(pair.Key));
            await started.StopAsync(file);
        }

        Dictionary<string, long> whole = LayersTarget.AsReported(await LayersTarget.CountAsync(target)).ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));
        AsyncProfile profile = NettraceProfile.Load(File);
        AssertNamesAreExact(profile, whole);
        Assert.All(during, pair => Assert.True(CallsOf(profile, pair.Key) >= pair.Value, $"{pair.Key} was called {pair.Value} times, and {CallsOf(profile, pair.Key)} of those are in the recording."));
        Assert.All(whole, pair => Assert.True(CallsOf(profile, pair.Key) <= pair.Value, $"{pair.Key} was called {pair.Value} times, and has {CallsOf(profile, pair.Key)} calls in the recording."));
    }

    /// <summary>Every method has as many calls as the program made.</summary>
    private async Task AssertExactAsync(string program, string setting)
    {
        string[] command = setting.Length == 0 ? [program] : ["env", setting, program];

        string[] wrong = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            string file = Path.Combine(_directory.FullName, $"{attempt}.nettrace");
            (int code, string output, string errors) = await Tool.RunAsync(["record", "-o", file, "--", .. command, "--calls", Requests]);
            Assert.True(code == 0, output + errors);
            Dictionary<string, long> made = LayersTarget.AsReported(LayersTarget.Counts(output));
            AsyncProfile profile = NettraceProfile.Load(file);
            AssertNamesAreExact(profile, made);
            wrong = [.. made.Where(pair => CallsOf(profile, pair.Key) != pair.Value).Select(pair => $"{pair.Key} has {CallsOf(profile, pair.Key)} calls of {pair.Value}")];
            Assert.DoesNotContain(wrong, difference => !difference.Contains(".lambda#", StringComparison.Ordinal));
            if (wrong.Length == 0)
                return;
        }

        Assert.Fail(string.Join('\n', wrong));
    }

    /// <summary>Frames told all names, and there is none that the program does not know.</summary>
    private static void AssertNamesAreExact(AsyncProfile profile, Dictionary<string, long> made)
    {
        RecordingInfo recording = profile.Recording;
        Assert.Equal(("frames", "direct", 0, 0, 0, 0), (recording.NamesBy, recording.EventsBy, recording.NamesSkipped, recording.AmbiguousNames, recording.LostEvents, recording.Unbalanced));
        Assert.Empty(profile.Methods.Where(row => row.Kind == FrameKind.Method).Where(row => row.Method.Contains("(ambiguous)", StringComparison.Ordinal) || row.Method.Contains('<', StringComparison.Ordinal)).Select(row => row.Method));

        // A route's method may go on for a moment when its request has stopped: then it is an operation that served a request.
        Assert.Empty(profile.Methods
            .Where(row => row.Calls > 0 && row.Method.StartsWith("Layers.", StringComparison.Ordinal) && !row.Method.StartsWith("Layers.Routes.", StringComparison.Ordinal) && !made.ContainsKey(row.Method))
            .Select(row => row.Method));
    }

    private static long CallsOf(AsyncProfile profile, string name) =>
        profile.Methods.Where(row => row.Method == name).Sum(row => row.Calls);
}
