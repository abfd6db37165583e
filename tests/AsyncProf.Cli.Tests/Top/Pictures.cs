using AsyncProf.Live;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Top;

/// <summary>Live pictures of a made-up shop, on a clock of their own.</summary>
internal static class Pictures
{
    public static LiveOptions Options { get; } = new("Shop", 4711, "10.0.1", "eventpipe", TimeSpan.FromSeconds(1));

    /// <summary>
    /// A second in which orders were loaded so often, after others in which it was ten times as often in all. Loading waits the longest, rendering runs the longest, and what
    /// frameworks do lies between.
    /// </summary>
    public static LiveSnapshot Of(long loads, long second = 1) => new(Profile(loads, 1), Profile(loads * 10, 10), new LiveState
    {
        SinceStartNs = second * 1_000_000_000,
        WindowBytes = 1_500_000,
        OpenOperations = 1234,
        OpenRequests = 2,
        OldestRequestNs = 2_500_000_000,
        Resumptions = 10,
        ReadyMeanNs = 24_000,
        ReadyP99Ns = 1_100_000,
    });

    private static AsyncProfile Profile(long loads, long seconds)
    {
        var profile = new ScriptedProfile();
        int orders = profile.Root("GET /orders/{id}", loads), page = profile.Root("GET /page", 3, 1_000_000);
        int buffer = profile.Call(orders, "System.IO.Stream.ReadAsync", loads, 0, runningNs: 500_000);
        profile.Call(buffer, "Shop.Orders.LoadAsync", loads, loads * 2_000_000);
        profile.Call(page, "Shop.Pages.RenderAsync", 3, 3_000, runningNs: 9_000_000);
        return profile.Build(new RecordingInfo { DurationNs = seconds * 1_000_000_000, Events = loads * 12 });
    }
}
