using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>
/// A service seen all the time, and the same one seen in windows only: shares and rates must agree. Requests come by chance; the clock's tick is ten microseconds.
/// </summary>
public class PausedRecordingTests
{
    private const long TicksPerSecond = 100_000, Ms = TicksPerSecond / 1000;
    private const int Seconds = 400;
    private const double LeastShare = 0.02, Tolerance = 0.1;

    [Theory]
    [InlineData("light", 30, 1)]
    [DeepInlineData("light", 30, 2)]
    [DeepInlineData("light", 60, 3)]
    [DeepInlineData("fan-out", 30, 4)]
    [DeepInlineData("fan-out", 50, 5)]
    [InlineData("nested", 30, 6)]
    [DeepInlineData("nested", 60, 7)]
    public void Profile_OfWindows_HasTheSharesAndRatesOfTheWhole(string load, int perSecond, int seed)
    {
        (NameTable names, IReadOnlyList<LoggedEvent> log) = Serve(load, perSecond, seed);
        AsyncProfile whole = Whole(names, log).Profile;
        Windowed seen = InWindows(names, log, new Random(seed));

        Assert.InRange(seen.ObservedShare, 0.05, 0.3);
        Dictionary<string, (double Share, double Rate)> expected = Reading(whole, Seconds), actual = Reading(seen.Profile, Seconds * seen.ObservedShare);
        string[] shown = [.. expected.Where(method => method.Value.Share > LeastShare).Select(method => method.Key)];
        Assert.InRange(shown.Length, 3, 20);
        foreach (string method in shown)
        {
            Near(expected[method].Share, actual[method].Share, $"the share of {method}");
            Near(expected[method].Rate, actual[method].Rate, $"the calls of {method} a second");
        }
    }

    [Theory]
    [InlineData("light", 30, 11)]
    [DeepInlineData("fan-out", 30, 12)]
    [DeepInlineData("nested", 60, 13)]
    public void Requests_OfWindows_AreWholeOrCut(string load, int perSecond, int seed)
    {
        (NameTable names, IReadOnlyList<LoggedEvent> log) = Serve(load, perSecond, seed);
        Windowed seen = InWindows(names, log, new Random(seed));
        var starts = log.Where(logged => logged.Event.Kind == AsyncEventKind.EntryStart).ToDictionary(logged => logged.Event.Payload, logged => logged.Event.Timestamp);
        var stops = log.Where(logged => logged.Event.Kind == AsyncEventKind.EntryStop).ToDictionary(logged => logged.Event.Payload, logged => logged.Event.Timestamp);

        long inside = 0, cut = 0;
        foreach ((long from, long to) in seen.Windows)
        {
            long begun = starts.Count(request => request.Value >= from && request.Value < to), ended = starts.Count(request => request.Value >= from && stops.GetValueOrDefault(request.Key, long.MaxValue) < to);
            inside += ended;
            cut += begun - ended;
        }

        Assert.Equal(inside, seen.Profile.Roots.Where(root => root.Kind == RootKind.Request).Sum(root => root.Count));
        Assert.Equal(cut, seen.Cut);
        Assert.All(seen.Profile.Roots, root => Assert.Equal(0, root.StillRunning));
        Assert.Equal(0, seen.IllegalTransitions);
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * expected, FormattableString.Invariant($"{what} is {actual:0.0000} and not {expected:0.0000}"));

    /// <summary>Shares are those of what requests call: the server's own loop runs all the time, and nothing names what had begun before a window.</summary>
    private static Dictionary<string, (double Share, double Rate)> Reading(AsyncProfile profile, double seconds)
    {
        MethodRow[] methods = [.. profile.Methods.Where(row => row.Method.StartsWith("Shop", StringComparison.Ordinal))];
        double all = methods.Sum(row => (double)row.ElapsedSelf.TotalNs);
        return methods.ToDictionary(row => row.Method, row => (row.ElapsedSelf.TotalNs / all, row.Calls / seconds), StringComparer.Ordinal);
    }

    private static ProfileReading Whole(NameTable names, IReadOnlyList<LoggedEvent> log)
    {
        var playback = new Playback(names, graceTicks: 50 * Ms, ticksPerSecond: TicksPerSecond);
        playback.Feed(log);
        return playback.Finish();
    }

    private static Windowed InWindows(NameTable names, IReadOnlyList<LoggedEvent> log, Random random)
    {
        var playback = new Playback(names, graceTicks: 50 * Ms, ticksPerSecond: TicksPerSecond);
        long end = log[^1].Event.Timestamp, open = 0, observed = 0;
        int next = 0, cut = 0;
        var windows = new List<(long From, long To)>();
        while (open < end)
        {
            long close = Math.Min(end, open + random.Next((int)(500 * Ms), (int)(1000 * Ms)));
            for (; next < log.Count && log[next].Event.Timestamp < open; next++)
            {
            }

            int from = next;
            for (; next < log.Count && log[next].Event.Timestamp < close; next++)
            {
            }

            playback.Feed(log.Skip(from).Take(next - from));
            cut += playback.Pause(close);
            observed += close - open;
            windows.Add((open, close));
            open = close + random.Next((int)(2000 * Ms), (int)(6000 * Ms));
        }

        ProfileReading reading = playback.Finish();
        return new Windowed(reading.Profile, (double)observed / end, windows, cut, playback.Stitcher.Transitions.IllegalCount);
    }

    private static (NameTable Names, IReadOnlyList<LoggedEvent> Log) Serve(string load, int perSecond, int seed)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 8);
        var random = new Random(seed);
        return (names, simulator.Play(simulator.Method("ServerListenAsync", Listen(simulator, load, perSecond, random))));
    }

    private static IEnumerable<Step> Listen(Simulator simulator, string load, int perSecond, Random random)
    {
        yield return new Step.Yield();
        int key = 0;
        for (double time = 0; time < Seconds; key++)
        {
            double pause = -Math.Log(1 - random.NextDouble()) / perSecond;
            time += pause;
            yield return new Step.Await(simulator.Delay(Math.Max(1, (long)(pause * TicksPerSecond))));
            yield return new Step.Post(simulator.Method("ServerHandleAsync", Handle(simulator, load, key + 1, random)));
        }
    }

    private static IEnumerable<Step> Handle(Simulator simulator, string load, long key, Random random)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(Starts: true, key, load);
        yield return new Step.Await(load switch
        {
            "light" => Method("OrdersGetAsync", 2, 6, Method("CacheFindAsync", 1, 3), Method("StoreLoadAsync", 5, 15)),
            "fan-out" => Method("SummaryGetAsync", 1, 2, All("SummaryCollectAsync", Method("PricesLoadAsync", 5, 30), Method("StockLoadAsync", 5, 30), Method("OffersLoadAsync", 5, 30))),
            _ => Method("CartBuyAsync", 1, 3, Method("CartCheckAsync", 2, 5, Method("UsersFindAsync", 3, 8, Method("DbQueryAsync", 5, 12))), Method("PaymentPayAsync", 10, 25)),
        });
        yield return new Step.Mark(Starts: false, key, load);

        SimTask Method(string name, int atLeast, int atMost, params SimTask[] calls) => simulator.Method($"Shop{name}", Body(atLeast, atMost, calls));

        SimTask All(string name, params SimTask[] calls) => simulator.Method($"Shop{name}", Join(calls));

        IEnumerable<Step> Body(int atLeast, int atMost, SimTask[] calls)
        {
            yield return new Step.Burn(random.Next(5, 20));
            yield return new Step.Await(simulator.Delay(random.Next((int)(atLeast * Ms), (int)(atMost * Ms))));
            foreach (SimTask call in calls)
                yield return new Step.Await(call);
        }

        IEnumerable<Step> Join(SimTask[] calls)
        {
            foreach (SimTask call in calls)
                yield return new Step.Start(call);
            yield return new Step.Await(simulator.WhenAll(calls));
        }
    }

    private sealed record Windowed(AsyncProfile Profile, double ObservedShare, IReadOnlyList<(long From, long To)> Windows, int Cut, long IllegalTransitions);
}
