using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using static AsyncProf.Analyzer.Tests.Diffing.DiffScript;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class ComparabilityTests
{
    private static readonly RecordingInfo Usual = new() { DurationNs = 1_000_000_000, RuntimeVersion = "10.0.0", Source = "agent", Cpus = 2 };

    [Fact]
    public void Check_RecordingsThatAreAlike_SaysNothing() => Assert.Empty(Compare(Script, Script).Issues);

    [Fact]
    public void Check_EachThingThatDiffers_IsSaid()
    {
        (string Id, RecordingInfo Head)[] others =
        [
            ("runtime", Usual with { RuntimeVersion = "9.0.1" }), ("os", Usual with { Os = "Windows" }), ("arch", Usual with { Arch = "arm64" }), ("cpus", Usual with { Cpus = 64 }), ("gc", Usual with { GcServer = true }),
            ("source", Usual with { Source = "eventpipe" }), ("sampling", Usual with { SampleIntervalNs = 10 }), ("lost", Usual with { Events = 100, LostEvents = 5 }), ("observed", Usual with { ObservedShare = 0.5 }),
            ("broken-off", Usual with { BrokenOff = 1 }), ("length", Usual with { DurationNs = 5_000_000_000 }),
        ];

        Assert.All(others, other =>
        {
            ProfileDiff diff = Compare(Script, Script, headRecording: other.Head), strict = Compare(Script, Script, headRecording: other.Head, options: new DiffOptions { IsStrict = true });
            ComparabilityIssue issue = Assert.Single(diff.Issues);
            Assert.Equal((other.Id, Verdict.NoRegression, issue.Breaks ? Verdict.NotComparable : Verdict.NoRegression), (issue.Id, diff.Verdict, strict.Verdict));
        });
    }

    [Fact]
    public void Check_AnotherMixOfRoots_IsSaid() => Assert.Equal("mix", Assert.Single(Compare((p, jitter) => Mixed(p, 90, jitter), (p, jitter) => Mixed(p, 10, jitter)).Issues).Id);

    [Fact]
    public void Check_OneSideAfterTheOther_IsRemarked()
    {
        DiffSide from = Side("base", Script, 3, Usual with { StartUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) });
        DiffSide to = Side("head", Script, 3, Usual with { StartUtc = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc) });

        ComparabilityIssue issue = Assert.Single(ProfileDiffer.Compare(from, to, new DiffOptions()).Issues);

        Assert.Equal(("interleaving", false), (issue.Id, issue.Breaks));
    }

    private static void Script(ScriptedProfile p, long jitter) => p.Root("GET /", 10, (10 * Ms) + jitter);

    private static void Mixed(ScriptedProfile p, int first, long jitter)
    {
        p.Root("GET /a", first, (first * Ms) + jitter);
        p.Root("GET /b", 100 - first, ((100 - first) * Ms) + jitter);
    }
}
