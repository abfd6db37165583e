using AsyncProf.Fleets.Traces;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

public class RootChargesTests
{
    private const long Ms = 1_000_000;

    private static readonly StoredResource Shop = new(new Dictionary<string, string>());

    [Fact]
    public void Add_ARequest_ChargesEachNanosecondOfItOnce()
    {
        AsyncProfile profile = ProfileOf(
            new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = 100 * Ms },
            Operation("2", "1", "A", 40, new TimeByState(10 * Ms, 60 * Ms, 10 * Ms, 0)),
            Operation("3", "2", "B", 30, new TimeByState(0, 30 * Ms, 0, 0)),
            new StoredSpan("t", "4", "3", Shop) { Name = "await Task.Delay", IsOurs = true, EndNs = 30 * Ms });

        Assert.Equal(100 * Ms, profile.Data.Samples.Sum(sample => sample.Sums.Elapsed.TotalNs));
        Assert.Equal(110 * Ms, profile.Data.Samples.Sum(sample => sample.Sums.Task.TotalNs));
        Assert.Equal((0, 1), (SumsOf(profile, "GET /").Elapsed.TotalNs, SumsOf(profile, "GET /").Calls));
        Assert.Equal(new TimeByState(0, 30 * Ms, 0, 0), SumsOf(profile, "await (unknown)").Elapsed);
        Assert.Equal(new TimeByState(5 * Ms, 30 * Ms, 5 * Ms, 0), SumsOf(profile, "A").Elapsed);
        Assert.Equal((0, 1), (SumsOf(profile, "B").Elapsed.TotalNs, SumsOf(profile, "B").Calls));
        Assert.Equal(30 * Ms, SumsOf(profile, "await Task.Delay").Elapsed.WaitingNs);
    }

    [Fact]
    public void Add_TimeThatNoSpanAccountsFor_IsUnknownAndTold()
    {
        var told = new RootTally();
        AsyncProfile profile = ProfileOf(
            told,
            new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = 100 * Ms, IsOurs = true, Task = new TimeByState(8 * Ms, 0, 2 * Ms, 0), ElapsedSelfNs = 10 * Ms },
            Operation("2", "1", "A", 40, new TimeByState(40 * Ms, 0, 0, 0)));

        Assert.Equal(new TimeByState(8 * Ms, 0, 2 * Ms, 0), SumsOf(profile, "GET /").Elapsed);
        Assert.Equal((50 * Ms, 0), (SumsOf(profile, "await (unknown)").Elapsed.WaitingNs, SumsOf(profile, "await (unknown)").Elapsed.RunningNs));
        Assert.Equal(0.5, told.UnknownShare);
    }

    [Theory]
    [InlineData("Shop.A", 0, false, 1, 0)]
    [InlineData("Shop.A", 9, false, 10, 0)]
    [InlineData("Shop.A", 9, true, 1, 1)] // methods of the frameworks between it and what is below, perhaps
    [InlineData("System.Net.Http.HttpClient.SendAsync", 6, false, 1, 0)] // methods of the frameworks below it
    public void Add_ASpanThatStandsForMore_CountsTheCallsThatAreKnown(string method, int collapsed, bool hasBelow, long calls, int incomplete)
    {
        var told = new RootTally();
        AsyncProfile profile = ProfileOf(
            told,
            [new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = 50 * Ms }, Operation("2", "1", method, 40, default) with { Collapsed = collapsed, EndNs = 40 * Ms }, .. hasBelow ? [Operation("3", "2", "B", 1, default)] : Array.Empty<StoredSpan>()]);

        Assert.Equal((calls, incomplete), (SumsOf(profile, method).Calls, told.Incomplete));
        Assert.Equal(DurationBuckets.Of(40 * Ms / calls), profile.Data.Samples.First(sample => profile.Data.FrameOf(sample.Stack).Name == method).Tags.Bucket);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public void Add_OperationsWithoutASpan_MakesCountsAtLeast(int ofTheRequest, int ofAMethod)
    {
        var told = new RootTally();
        ProfileOf(told, new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = 50 * Ms, Elided = ofTheRequest }, Operation("2", "1", "A", 40, default) with { Elided = ofAMethod });

        Assert.Equal(1, told.Incomplete);
    }

    [Fact]
    public void Add_TimesThatCannotBe_AreNeverSummedWrong()
    {
        StoredSpan[] waits = [.. Enumerable.Range(3, 400).Select(i => new StoredSpan("t", $"{i}", "2", Shop) { Name = "await Task.Delay", IsOurs = true, EndNs = long.MaxValue })];
        AsyncProfile profile = ProfileOf([new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = long.MaxValue }, Operation("2", "1", "A", 40, new TimeByState(0, 40 * Ms, 0, 0)), .. waits]);

        Assert.Equal(TimeSpan.FromDays(366).Ticks * 100, profile.Data.Samples.Sum(sample => sample.Sums.Elapsed.TotalNs));
        Assert.All(profile.Data.Samples, sample => Assert.True(sample.Sums.Total >= 0));
    }

    [Fact]
    public void Add_RootsOfMoreThanAnyoneRecorded_IsNoProfile()
    {
        var charges = new RootCharges(new ProfileDataBuilder(), new RootTally());

        Assert.Throws<InvalidDataException>(() =>
        {
            for (int i = 0; i < 1000; i++)
                charges.Add(new StoredRoot(Operation($"{i}", "", "A", 40, default) with { EndNs = long.MaxValue }, Array.Empty<StoredSpan>().ToLookup(span => span.Parent)));
        });
    }

    [Fact]
    public void Add_MoreOfARequestThanThereIs_IsChargedOnce()
    {
        AsyncProfile profile = ProfileOf(
            new StoredSpan("t", "1", "", Shop) { Name = "GET /", Detail = "full", EndNs = 50 * Ms }, Operation("2", "1", "A", 40, default), Operation("3", "1", "B", 40, default));

        Assert.Equal(50 * Ms, profile.Data.Samples.Sum(sample => sample.Sums.Elapsed.TotalNs));
    }

    [Fact]
    public void Add_SpansInACircle_Ends()
    {
        AsyncProfile profile = ProfileOf(Operation("1", "", "A", 1, default) with { EndNs = Ms }, Operation("2", "1", "B", 1, default), Operation("2", "2", "B", 1, default), Operation("1", "2", "A", 1, default));

        Assert.Equal(Ms, profile.Data.Samples.Sum(sample => sample.Sums.Elapsed.TotalNs));
    }

    [Fact]
    public void Add_AChainWithoutEnd_IsCutWhereProfilesEnd()
    {
        AsyncProfile profile = ProfileOf([Operation("0", "", "A", 1, default), .. Enumerable.Range(1, 5000).Select(i => Operation($"{i}", $"{i - 1}", "B", 0, default))]);

        Assert.InRange(profile.Data.Stacks.Count, 1000, ProfileData.MaximumDepth);
    }

    private static StoredSpan Operation(string id, string parent, string method, long elapsedMs, TimeByState task) =>
        new("t", id, parent, Shop) { Name = method, Method = method, IsOurs = true, Task = task, ElapsedSelfNs = elapsedMs * Ms };

    private static AsyncProfile ProfileOf(params StoredSpan[] spans) => ProfileOf(new RootTally(), spans);

    private static AsyncProfile ProfileOf(RootTally told, params StoredSpan[] spans)
    {
        var data = new ProfileDataBuilder();
        new RootCharges(data, told).Add(new StoredRoot(spans[0], spans.Where(span => span.Parent.Length > 0).ToLookup(span => span.Parent)));
        return new AsyncProfile(new RecordingInfo(), data.Build());
    }

    private static Measures SumsOf(AsyncProfile profile, string name) =>
        profile.Data.Samples.Where(sample => profile.Data.FrameOf(sample.Stack).Name == name).Aggregate(default(Measures), (sum, sample) => sum + sample.Sums);
}
