using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>Each fault of what is allocated is found, and what looks like it and is none is not.</summary>
public class AllocationRulesTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(20 * MiB, 4, true)]
    [InlineData(20 * MiB, 2, false)] // with two routes nothing says what is usual
    [InlineData(2 * MiB, 4, false)] // each request allocates as much as the others'
    public void AllocationHeavy_OfOneRoute_IsFoundAmongSeveral(long bytes, int routes, bool isFound)
    {
        Finding? finding = Find(profile =>
        {
            for (int route = 1; route < routes; route++)
                profile.Allocated(profile.Call(profile.Root($"GET /{route}", 20), "Shop.Orders.LoadAsync", 20, 0), 2 * MiB);
            profile.Allocated(profile.Call(profile.Root("GET /export", 20), "Shop.Export.WriteAsync", 20, 0), bytes);
        }).SingleOrDefault(found => found.Id == "allocation-heavy");

        Assert.Equal(isFound, finding is not null);
        if (finding is not null)
            Assert.Equal(("GET /export", "Each of its 20 requests allocated 1.00 MiB, 10 times as much as those of the other routes usually do; 1.00 MiB of it in Shop.Export.WriteAsync itself."), (finding.Subject, finding.Evidence));
    }

    [Fact]
    public void AllocationHeavy_OfSmallRequests_IsNone() => Assert.DoesNotContain(
        Find(profile =>
        {
            foreach (int kib in (int[])[1, 2, 3, 100])
                profile.Allocated(profile.Root($"GET /{kib}", 20), kib * 20 * 1024);
        }),
        found => found.Id == "allocation-heavy");

    /// <summary>What runtime-async methods allocate counts as outside: of routes that are mostly such methods little is seen.</summary>
    [Theory]
    [InlineData(0, 30, true)]
    [InlineData(500, 1, true)]
    [InlineData(500, 30, false)]
    public void AllocationHeavy_WhereMuchIsOutsideThatTheRuntimeSuspends_IsNotSaid(long dispatches, int outside, bool isFound)
    {
        var profile = new ScriptedProfile();
        for (int route = 1; route < 4; route++)
            profile.Allocated(profile.Root($"GET /{route}", 20), 2 * MiB);
        profile.Allocated(profile.Root("GET /export", 20), 20 * MiB);
        AsyncProfile built = profile.Build();
        built = new AsyncProfile(built.Recording with { Dispatches = dispatches, Allocated = new AllocationInfo((26 + outside) * MiB, 26 * MiB, outside * MiB, 0, 0) }, built.Data);

        Assert.Equal(isFound, FindingRules.Find(built).Any(finding => finding.Id == "allocation-heavy"));
    }

    [Theory]
    [InlineData("System.Byte[] (large)", 40, true)]
    [InlineData("System.Byte[] (large)", 3, false)] // now and then
    [InlineData("System.Byte[]", 400, false)]
    public void LargeObjects_OneAfterTheOther_AreFound(string type, int mebibytes, bool isFound)
    {
        Finding? finding = Find(profile => profile.Allocated(profile.Call(profile.Root("GET /", 1), "Shop.Images.ResizeAsync", 10, 0), mebibytes * MiB, type, "Shop.Image.Decode")).SingleOrDefault(found => found.Id == "large-objects");

        Assert.Equal(isFound, finding is not null);
        if (finding is not null)
            Assert.Equal(("Shop.Images.ResizeAsync", "By samples it allocated 40.0 MiB of large objects in 10 calls, 40.0 MiB a second, most of it System.Byte[]."), (finding.Subject, finding.Evidence));
    }

    [Theory]
    [InlineData("System.IO.MemoryStream.ToArray", 30, true)]
    [InlineData("System.IO.MemoryStream.ToArray", 5, false)] // most of what it allocates is something else
    [InlineData("Shop.Buffers.ToArray", 30, false)]
    public void Copies_ThatAreMuchOfWhatAMethodAllocates_AreFound(string maker, int mebibytes, bool isFound)
    {
        Finding? finding = Find(profile =>
        {
            int stack = profile.Call(profile.Root("GET /", 1), "Shop.Export.WriteAsync", 10, 0);
            profile.Allocated(stack, 40 * MiB, "System.Byte[]");
            profile.Allocated(stack, mebibytes * MiB, "System.Byte[]", maker);
        }).SingleOrDefault(found => found.Id == "copies");

        Assert.Equal(isFound, finding is not null);
        if (finding is not null)
            Assert.Equal(("Shop.Export.WriteAsync", "Of 70.0 MiB that it allocated in 10 calls, 30.0 MiB were copies made by System.IO.MemoryStream.ToArray, by samples."), (finding.Subject, finding.Evidence));
    }

    /// <summary>None of them alone makes much of it.</summary>
    [Fact]
    public void Copies_BySeveralMakers_AreAddedUp()
    {
        Finding finding = Assert.Single(
            Find(profile =>
            {
                int stack = profile.Call(profile.Root("GET /", 1), "Shop.Export.WriteAsync", 10, 0);
                profile.Allocated(stack, 60 * MiB, "System.Byte[]");
                foreach ((string maker, int mebibytes) in ((string, int)[])[("System.String.Split", 12), ("System.String.Concat", 15), ("System.String.Substring", 12), ("System.String.Join", 1)])
                    profile.Allocated(stack, mebibytes * MiB, "System.String", maker);
            }),
            found => found.Id == "copies");

        Assert.Equal("Of 100 MiB that it allocated in 10 calls, 40.0 MiB were copies made by System.String.Concat (15.0 MiB), System.String.Split (12.0 MiB), System.String.Substring (12.0 MiB) and others, by samples.", finding.Evidence);
        Assert.Equal("Copy less: a StringBuilder or an interpolated string appends in place; a span shows a part without a copy.", finding.Advice);
    }

    [Theory]
    [InlineData("System.Text.UTF8Encoding.GetString", "System.Text.Encoding.GetString")]
    [InlineData("System.Text.UTF8Encoding.UTF8EncodingSealed.GetBytes", "System.Text.Encoding.GetBytes")]
    [InlineData("System.Linq.Enumerable.ArrayWhereIterator`1.ToList", "System.Linq.Enumerable.ToList")]
    [InlineData("System.Linq.Enumerable.RangeSelectIterator`1.ToArray", "System.Linq.Enumerable.ToArray")]
    [InlineData("System.String.Join", "System.String.Join")]
    [InlineData("System.Text.StringBuilder.ExpandByABlock", null)] // one block more; none is copied
    [InlineData("System.Text.UTF8Encoding.GetMaxByteCount", null)]
    [InlineData("System.Text.Json.JsonEncodedText.GetString", null)]
    [InlineData("Shop.Enumerable.ToList", null)]
    public void Copies_ByWhateverTypeOverridesTheMaker_AreFound(string method, string? maker)
    {
        Finding? finding = Find(profile => profile.Allocated(profile.Call(profile.Root("GET /", 1), "Shop.Export.WriteAsync", 10, 0), 30 * MiB, "System.String", method)).SingleOrDefault(found => found.Id == "copies");

        Assert.Equal(maker is null ? null : $"Of 30.0 MiB that it allocated in 10 calls, 30.0 MiB were copies made by {maker}, by samples.", finding?.Evidence);
    }

    [Theory]
    [InlineData(true, "System.Collections.Generic.List`1.AddRange")]
    [InlineData(true, "Shop.Rows.Add")]
    [InlineData(true, "System.Threading.Tasks.Parallel.For", "Shop.Rows.Add", "System.Collections.Generic.List`1.Add")]
    [InlineData(false, "System.Text.Json.JsonSerializer.Deserialize", "System.Collections.Generic.List`1.Add")]
    [InlineData(false, "System.Text.Json.JsonSerializer.Deserialize")]
    public void Copies_OfAListThatGrows_AreFoundWhereTheListIsNotTheFrameworks(bool isFound, params string[] callers) => Assert.Equal(isFound, Find(profile =>
    {
        int stack = profile.Call(profile.Root("GET /", 1), "Shop.Export.WriteAsync", 10, 0);
        foreach (string caller in callers)
            stack = profile.Sampled(stack, caller, 0);
        profile.Allocated(stack, 30 * MiB, "System.Int64[]", "System.Collections.Generic.List`1.set_Capacity");
    }).Any(found => found.Id == "copies"));

    [Theory]
    [InlineData("8.0.33", "30.0 MiB were likely copies made by System.String.Concat, by samples, which this runtime takes in even steps: in a loop they can name the wrong place.")]
    [InlineData("10.0.12", "30.0 MiB were copies made by System.String.Concat, by samples.")]
    [InlineData("", "30.0 MiB were copies made by System.String.Concat, by samples.")]
    public void Copies_WhereSamplesComeInSteps_AreLikely(string runtime, string evidence)
    {
        var script = new ScriptedProfile();
        script.Allocated(script.Call(script.Root("GET /", 1), "Shop.Export.WriteAsync", 10, 0), 30 * MiB, "System.String", "System.String.Concat");
        AsyncProfile profile = script.Build();

        Finding finding = Assert.Single(FindingRules.Find(new AsyncProfile(profile.Recording with { RuntimeVersion = runtime }, profile.Data)), found => found.Id == "copies");

        Assert.EndsWith(evidence, finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_OfRecordingsOfWhichOneMeasured_DivideByWhatWasMeasuredAndNotByAllCalls()
    {
        var script = new ScriptedProfile();
        int stack = script.Call(script.Root("GET /", 20), "Shop.Images.ResizeAsync", 10, 0);
        script.Allocated(stack, 40 * MiB, "System.Byte[] (large)", "System.IO.MemoryStream.ToArray");
        foreach (string route in (string[])["GET /1", "GET /2"])
            script.Allocated(script.Root(route, 20), MiB);

        IReadOnlyList<Finding> found = FindingRules.Find(script.Build(new RecordingInfo { DurationNs = 9_000_000_000, Recordings = 2, Allocated = new AllocationInfo(50 * MiB, 42 * MiB, 0, 0, 0) { ObservedNs = 4_000_000_000 } }));

        Assert.StartsWith("By samples it allocated 40.0 MiB of large objects, 10.0 MiB a second, ", Assert.Single(found, finding => finding.Id == "large-objects").Evidence, StringComparison.Ordinal);
        Assert.StartsWith("Of 40.0 MiB that it allocated, 40.0 MiB were ", Assert.Single(found, finding => finding.Id == "copies").Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(found, finding => finding.Id == "allocation-heavy");
    }

    private static IReadOnlyList<Finding> Find(Action<ScriptedProfile> script)
    {
        var profile = new ScriptedProfile();
        script(profile);
        return FindingRules.Find(profile.Build());
    }
}
