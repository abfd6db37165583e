using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Threads that wait for locks and handles inside async methods, of a program that measures them itself.</summary>
[Collection(RecordingCollection.Name)]
public sealed class WaitsTests : IDisposable
{
    /// <summary>A machine that is busy may stop a thread anywhere, and one that spins before it waits may then not wait at all.</summary>
    private const int Attempts = 8;

    private const long ToleranceNs = 5_000_000;

    private static readonly string[] OnHandles = ["MonitorAsync", "ReadersAsync", "SemaphoreAsync", "EventAsync", "AllAsync", "JoinAsync", "TakeAsync"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string File => Path.Combine(_directory.FullName, "x.nettrace");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("net10.0", "agent")]
    [InlineData("net10.0", "eventpipe")]
    [DeepInlineData("net9.0", "agent")]
    [DeepInlineData("net9.0", "eventpipe")]
    public async Task Waits_OfKnownLength_AreBlockedAsLong(string framework, string source)
    {
        string[] open = [.. OnHandles, "BlockAsync", "SleepAsync", "SpinAsync"];
        string wrong = "";
        for (int attempt = 0; attempt < Attempts && open.Length > 0; attempt++)
        {
            (AsyncProfile profile, IReadOnlyDictionary<string, (long All, long Asleep)> truth, _) = await RecordAsync(framework, "--waits", "--source", source);
            Assert.NotNull(profile.Recording.HandleWaits);
            Assert.Equal(0, profile.Recording.HandleWaits.Unmatched);
            Assert.All(truth.Where(told => told.Key != "BlockAsync"), told => Assert.True(Row(profile, told.Key).TaskSelf.BlockedNs <= told.Value.All, told.Key)); // where its thread only spins, the end of a block on a task is inferred, and later
            (string Method, string Why)[] differing = [.. Wrong(profile, truth)];
            open = [.. open.Intersect(differing.Select(one => one.Method))]; // right once is right: each is measured on its own
            wrong = string.Join('\n', differing.Select(one => one.Why));
        }

        Assert.True(open.Length == 0, $"{string.Join(", ", open)}\n{wrong}");
    }

    [Theory]
    [InlineData("net10.0", "eventpipe")]
    [DeepInlineData("net10.0", "agent")]
    [DeepInlineData("net9.0", "eventpipe")]
    [DeepInlineData("net9.0", "agent")]
    public async Task Waits_OfAProcessThatRuns_AreBlockedAsLong(string framework, string source)
    {
        await using var target = RunningProgram.Start(TargetBuilds.Program(framework), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        using Process tool = Tool.Start("record", "--waits", "--no-samples", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--source", source, "-o", File);
        await Eventually.TrueAsync(() => target.AskAsync("events").GetAwaiter().GetResult() == "on", TimeSpan.FromSeconds(30));

        (long all, long asleep) = (0, 0);
        for (int i = 0; i < 4; i++)
        {
            string[] words = (await target.AskAsync("wait"))!.Split(' ');
            all += long.Parse(words[1], CultureInfo.InvariantCulture);
            asleep += i == 0 ? 0 : long.Parse(words[2], CultureInfo.InvariantCulture); // an agent is listened to a moment before the runtime is
        }

        Assert.Equal(0, await target.EndAsync());
        await tool.WaitForExitAsync();
        AsyncProfile profile = NettraceProfile.Load(File);
        RecordingAssert.AddsUp(profile);
        Assert.Equal(source, profile.Recording.Source);
        Assert.InRange(OnHandlesNs(profile, "EventAsync"), asleep - ToleranceNs, all);
    }

    [Fact]
    public async Task Waits_NotAskedFor_AreRunning()
    {
        (AsyncProfile profile, IReadOnlyDictionary<string, (long All, long Asleep)> truth, _) = await RecordAsync("net10.0", "--no-samples");

        Assert.Null(profile.Recording.HandleWaits);
        Assert.All(OnHandles, method => Assert.Equal(0, Row(profile, method).TaskSelf.BlockedNs));
        Assert.All(OnHandles, method => Assert.True(Row(profile, method).TaskSelf.RunningNs >= truth[method].Asleep));
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Waits_OfACommandOnNet8_AreSaidNotToBeTold()
    {
        (AsyncProfile profile, _, string errors) = await RecordAsync("net8.0", "--waits");

        Assert.Null(profile.Recording.HandleWaits);
        Assert.Contains("(--waits needs .NET 9 or later), so it is recorded without.", errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Waits_OfAProcessOnNet8_AreRefused()
    {
        await using var target = RunningProgram.Start(TargetBuilds.Program("net8.0"), "idle");
        Assert.Equal("ready", await target.ReadLineAsync());

        (int code, _, string errors) = await Tool.RunAsync("record", "--waits", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "-d", "1", "-o", File);

        Assert.Equal(2, code);
        Assert.Contains("whose runtime does not tell when threads wait (--waits needs .NET 9 or later).", errors, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal("49", await target.AskAsync("square 7"));
    }

    private static IEnumerable<(string Method, string Why)> Wrong(AsyncProfile profile, IReadOnlyDictionary<string, (long All, long Asleep)> truth)
    {
        foreach (string method in (string[])[.. OnHandles, "BlockAsync"])
        {
            // Before it sleeps a thread spins, and after that it waits for a processor: that is in the time that it took.
            (long blocked, long onHandles) = (Row(profile, method).TaskSelf.BlockedNs, OnHandlesNs(profile, method));
            if (blocked < truth[method].Asleep - ToleranceNs)
                yield return (method, FormattableString.Invariant($"{method} was blocked for {blocked} ns; it took {truth[method].All} and slept {truth[method].Asleep}"));
            if (method == "BlockAsync" ? onHandles > ToleranceNs : onHandles != blocked)
                yield return (method, FormattableString.Invariant($"{method} was blocked for {blocked} ns, of which {onHandles} on handles"));
        }

        foreach (string method in (string[])["SleepAsync", "SpinAsync"])
        {
            if (Row(profile, method).TaskSelf.BlockedNs > ToleranceNs)
                yield return (method, FormattableString.Invariant($"{method} was blocked for {Row(profile, method).TaskSelf.BlockedNs} ns"));
        }
    }

    private static long OnHandlesNs(AsyncProfile profile, string method) => Row(profile, method).Waits.Where(wait => wait.Kind == WaitKind.BlockedOnHandle).Sum(wait => wait.TaskNs);

    private static MethodRow Row(AsyncProfile profile, string method) => Assert.Single(profile.Methods, row => row.Method.EndsWith("." + method, StringComparison.Ordinal));

    private async Task<(AsyncProfile Profile, IReadOnlyDictionary<string, (long All, long Asleep)> Truth, string Errors)> RecordAsync(string framework, params string[] options)
    {
        (int code, string output, string errors) = await Tool.RunAsync(["record", .. options, "--force", "-o", File, "--", TargetBuilds.Program(framework), "waits"]);
        Assert.True(code == 0, output + errors);
        AsyncProfile profile = NettraceProfile.Load(File);
        RecordingAssert.AddsUp(profile);
        var truth = output.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 3 && words[0].EndsWith("Async", StringComparison.Ordinal))
            .ToDictionary(words => words[0], words => (All: long.Parse(words[1], CultureInfo.InvariantCulture), Asleep: long.Parse(words[2], CultureInfo.InvariantCulture)));
        return (profile, truth, errors);
    }
}
