using System.Text.Json;
using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class PageDataTests
{
    private const long Ms = 1_000_000;

    /// <summary>The page's order: computed, worked by the system, without a processor, held otherwise.</summary>
    private static readonly long[] Root = [20 * Ms, 0, 0, 0], Sleeper = [2 * Ms, 1 * Ms, 5 * Ms, 1502 * Ms];

    [Fact]
    public void Write_OfTimeOnThreadsThatSamplesDivide_GivesTheMethodAndItsLibraryAllOfIt()
    {
        using JsonDocument page = Write(Divided());

        JsonElement sleeper = RowOf(page, "methods", "Shop.Orders.SleepAsync"), request = RowOf(page, "methods", "GET /"), library = RowOf(page, "libraries", "Shop");
        Assert.Equal(Sleeper, SelfOf(sleeper));
        Assert.Equal(Sleeper, SelfOf(library));
        Assert.Equal(Root, SelfOf(request));
        Assert.Equal((1510 * Ms, 1530 * Ms, 1510 * Ms), (TotalOf(sleeper), TotalOf(request), TotalOf(library)));
    }

    [Fact]
    public void Write_OfTimeOnThreads_NeverHasMoreOwnThanTotalAndAddsUp()
    {
        var script = new ScriptedProfile();
        int root = script.Root("GET /", 1, 20 * Ms), recursive = script.Call(script.Call(root, "Shop.A.RunAsync", 1, 0, runningNs: 3 * Ms), "Shop.A.RunAsync", 1, 0, runningNs: 7 * Ms);
        script.Computed(root, 40 * Ms); // clocks differ
        script.Computed(recursive, 5 * Ms, preemptedNs: 30 * Ms);
        script.Sampled(recursive, "Shop.A.Step", 100 * Ms);

        using JsonDocument page = Write(script.Build(Measured));

        foreach (string rows in (string[])["methods", "libraries"])
        {
            JsonElement[] all = [.. page.RootElement.GetProperty(rows).EnumerateArray().Where(row => row.TryGetProperty("cpu", out _))];
            Assert.Equal(150 * Ms, all.Sum(row => SelfOf(row).Sum()));
            Assert.All(all, row => Assert.InRange(TotalOf(row), SelfOf(row).Sum(), long.MaxValue));
        }
    }

    [Fact]
    public void Write_OfTimeOnThreadsOfHiddenFrames_LeavesItToTheirLibrary()
    {
        using JsonDocument page = Write(Divided().Hide(new Regex("SleepAsync")));

        JsonElement library = RowOf(page, "libraries", "Shop");
        Assert.Equal(Sleeper, SelfOf(library));
        Assert.Equal(1510 * Ms, TotalOf(library));
    }

    [Fact]
    public void Write_OfRecordingsOfWhichOneMeasured_DoesNotSayWhatHeldThreads()
    {
        using JsonDocument page = Write(AsyncProfile.Merge(Divided(), new ScriptedProfile().Build()));

        Assert.Equal([.. Sleeper[..3], 0], SelfOf(RowOf(page, "methods", "Shop.Orders.SleepAsync")));
        Assert.True(page.RootElement.GetProperty("nodes").GetProperty("unheld").GetBoolean());
        Assert.EndsWith("; processors measured in 1 of 2 recordings", page.RootElement.GetProperty("facts").GetString(), StringComparison.Ordinal);
    }

    private static RecordingInfo Measured => new() { DurationNs = 2000 * Ms, Cpu = new CpuInfo(1000 * Ms, 100 * Ms, 0, 0) };

    private static AsyncProfile Divided()
    {
        var script = new ScriptedProfile();
        int root = script.Root("GET /", 1, 20 * Ms), stack = script.Call(root, "Shop.Orders.SleepAsync", 3, 80 * Ms, runningNs: 10 * Ms);
        script.Sampled(stack, "Shop.Orders.Rest", 1500 * Ms);
        script.Computed(root, 20 * Ms);
        script.Computed(stack, 3 * Ms, 1 * Ms, 5 * Ms);
        return script.Build(Measured);
    }

    private static JsonElement RowOf(JsonDocument page, string rows, string name) => page.RootElement.GetProperty(rows).EnumerateArray().Single(row => row.GetProperty("name").GetString() == name).GetProperty("cpu");

    private static long[] SelfOf(JsonElement row) => [.. (row.TryGetProperty("cpu", out JsonElement cpu) ? cpu : row).GetProperty("self").EnumerateArray().Select(part => part.GetInt64())];

    private static long TotalOf(JsonElement row) => (row.TryGetProperty("cpu", out JsonElement cpu) ? cpu : row).GetProperty("total").GetInt64();

    private static JsonDocument Write(AsyncProfile profile)
    {
        using var bytes = new MemoryStream();
        PageData.Write(profile, [], bytes);
        return JsonDocument.Parse(bytes.ToArray());
    }
}
