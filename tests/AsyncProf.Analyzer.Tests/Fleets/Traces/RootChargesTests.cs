using AsyncProf.Fleets.Traces;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

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
        Assert.Equal(30 * Ms, SumsOf(profile, "GET /").Elapsed.TotalNs);
        Assert.Equal(new TimeByState(5 * Ms, 30 * Ms, 5 * Ms, 0), SumsOf(profile, "A").Elapsed);
        Assert.Equal((0, 1), (SumsOf(profile, "B").Elapsed.TotalNs, SumsOf(profile, "B").Calls));
        Assert.Equal(30 * Ms, SumsOf(profile, "await Task.Delay").Elapsed.WaitingNs);
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

    private static AsyncProfile ProfileOf(params StoredSpan[] spans)
    {
        var data = new ProfileDataBuilder();
        new RootCharges(data).Add(new StoredRoot(spans[0], spans.Where(span => span.Parent.Length > 0).ToLookup(span => span.Parent)));
        return new AsyncProfile(new RecordingInfo(), data.Build());
    }

    private static Measures SumsOf(AsyncProfile profile, string name) =>
        profile.Data.Samples.Where(sample => profile.Data.FrameOf(sample.Stack).Name == name).Aggregate(default(Measures), (sum, sample) => sum + sample.Sums);
}
