using System.Text;
using System.Text.RegularExpressions;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>A brief is bounded and easy to take apart, whatever it tells of.</summary>
public partial class BriefTextTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Write_OfAShop_TellsQualityFirstThenFindingsRootsMethodsWaitsAndCommands()
    {
        var shop = new ScriptedProfile();
        int root = shop.Root("GET /orders", 10, 10 * Ms, errors: 2);
        shop.Call(root, "Shop.Orders.GetAsync", 10, 300 * Ms, runningNs: 5 * Ms);

        string text = Write(shop.Build(new RecordingInfo { DurationNs = 1000 * Ms, LostEvents = 3, Events = 97, Process = "Shop" }), "asyncprof report shop.pb.gz --view tree");

        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("brief schema=asyncprof.brief/1 of=report", lines[0]);
        Assert.Equal(["brief", "recording", "quality", "totals", "finding", "root", "method", "wait", "run"], lines.Select(line => line.Split(' ')[0]).Distinct());
        Assert.Contains("quality lost=3 ", text, StringComparison.Ordinal);
        Assert.Contains("\nfinding severity=error id=events-lost ", text, StringComparison.Ordinal);
        Assert.Contains("\nroot kind=request count=10 errors=2 running=0 elapsed_ms=315.000 ", text, StringComparison.Ordinal);
        Assert.Contains(" name=\"GET /orders\"\n", text, StringComparison.Ordinal);
        Assert.Contains("\nmethod kind=method calls=10 self_ms=305.000 running_ms=5.000 waiting_ms=300.000 ready_ms=0.000 blocked_ms=0.000 elapsed_ms=305.000 ", text, StringComparison.Ordinal);
        Assert.Contains("\nwait kind=named count=10 task_ms=300.000 elapsed_ms=300.000 on=Task.Delay most_by=Shop.Orders.GetAsync\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\nrun asyncprof report shop.pb.gz --view tree\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfBytesAndProcessors_TellsThemWhereTheyWereMeasuredAndInHowMany()
    {
        var shop = new ScriptedProfile();
        int stack = shop.Call(shop.Root("GET /orders", 1), "Shop.Orders.GetAsync", 1, 0, runningNs: 5 * Ms);
        shop.Allocated(stack, 1000, "System.String", "Shop.Names.Read");
        shop.Computed(stack, 4 * Ms);
        AsyncProfile usual = new ScriptedProfile().Build(), measured = shop.Build(new RecordingInfo { Allocated = new AllocationInfo(1000, 1000, 0, 0, 0), Cpu = new CpuInfo(4 * Ms, 4 * Ms, 0, 0) });

        string text = Write(measured), both = Write(AsyncProfile.Merge(measured, usual));

        Assert.Contains(" task_ms=5.000 alloc_bytes=1000 cpu_ms=4.000\n", text, StringComparison.Ordinal);
        Assert.Contains(" alloc_bytes=1000 cpu_ms=4.000 name=Shop.Orders.GetAsync\n", text, StringComparison.Ordinal);
        Assert.Contains(" cpu_ms=4.000 recordings=2 alloc_recordings=1 cpu_recordings=1\n", both, StringComparison.Ordinal);
        Assert.DoesNotContain("alloc_bytes", Write(usual), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfThousandsOfRowsWithLongNames_StaysWithinItsLinesAndBytesAndSaysWhatItLeavesOut()
    {
        foreach (string name in (string[])[new string('x', 3000), string.Concat(Enumerable.Repeat("\\\"🧵 = ", 400)), "a"])
        {
            var large = new ScriptedProfile();
            for (int i = 0; i < 2000; i++)
            {
                int stack = large.Call(large.Root($"GET /{i}/{name}", 3, i * Ms, errors: 1), $"Shop.M{i}.{name}", 7, i * Ms, on: $"On{i}{name}", runningNs: Ms);
                large.Allocated(stack, long.MaxValue / 4000);
                large.Computed(stack, long.MaxValue / 4000);
            }

            AsyncProfile profile = large.Build(new RecordingInfo { Process = name, RuntimeVersion = name, Source = name, DurationNs = long.MaxValue, Events = long.MaxValue, LostEvents = long.MaxValue / 2, Recordings = long.MaxValue, Allocated = new AllocationInfo(1, 1, 1, 1, 1), Cpu = new CpuInfo(1, 1, 1, 1) });
            Finding[] findings = [.. Enumerable.Range(0, 500).Select(i => new Finding($"rule-{i}", Severity.Warning, name, name, name) { ImpactNs = long.MaxValue, ImpactShare = 0.5 })];

            string text = BriefText.Write(profile, profile.Methods, findings, [.. Enumerable.Repeat("asyncprof report " + name, 50)]);

            AssertBounded(text);
            foreach (string part in (string[])["finding", "root", "method", "wait", "run"])
                Assert.Matches($"(?m)^more of={part} count=[0-9]+$", text);
        }
    }

    [Fact]
    public void Write_OfAnyName_IsBoundedAndOfLinesThatCanBeTakenApart() => Assert.All(EvilNames.All, evil =>
    {
        AsyncProfile profile = NamedProfile.Of(field => field + evil.Value + field, 300);

        string text = BriefText.Write(profile, profile.Methods, FindingRules.Find(profile), ["asyncprof report " + evil.Value], withMinor: true, withAll: true);

        AssertBounded(text);
        Assert.All(text.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith("run ", StringComparison.Ordinal)), line => Assert.Matches(Logfmt(), line));
    });

    [Fact]
    public void Write_OfNothing_SaysThatThereIsNothing()
    {
        string text = Write(new ScriptedProfile().Build(new RecordingInfo()));

        AssertBounded(text);
        Assert.Contains("totals roots=0 ended=0 errors=0 roots_elapsed_ms=0.000 methods=0 ", text, StringComparison.Ordinal);
    }

    internal static void AssertBounded(string text)
    {
        Assert.InRange(text.Count(letter => letter == '\n'), 1, BriefWriter.MostLines);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, BriefWriter.MostBytes);
    }

    private static string Write(AsyncProfile profile, params string[] commands) => BriefText.Write(profile, profile.Methods, FindingRules.Find(profile), commands);

    [GeneratedRegex("""^[a-z]+( [a-z0-9_]+=([^ "=\\]+|"([^"\\]|\\["\\])*"))+$""")]
    private static partial Regex Logfmt();
}
