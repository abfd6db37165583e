using AsyncProf.Profiles;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Attribution;

/// <summary>A trace whose events tell their places, with what the code says of them.</summary>
internal sealed class AwaitTrace
{
    public TraceBuilder Trace { get; } = new();

    public ScriptedAwaits Source { get; } = new();

    /// <summary>A place is in a method, and what is awaited there.</summary>
    public AwaitTrace Knows(int place, string method, string on, int line = 0, bool isOneOf = false)
    {
        Source.Names[place] = Trace.NameOf(method);
        Source.Places[place] = new AwaitInfo(on, isOneOf, "Shop.cs", line, -1);
        return this;
    }

    /// <summary>Plays what has been written, with a snapshot before the first event of each of these times.</summary>
    public ProfileReading Play(params long[] snapshots)
    {
        var playback = new Playback(Trace.Names, awaits: Source);
        int next = 0;
        foreach (var logged in Trace.Log)
        {
            for (; next < snapshots.Length && snapshots[next] <= logged.Event.Timestamp; next++)
                playback.Stitcher.Snapshot(snapshots[next]);
            playback.Feed([logged]);
        }

        return playback.Finish();
    }

    /// <summary>The awaits of a method, as they read: <c>what:line hits waiting/ready/running</c>.</summary>
    public static IEnumerable<string> Awaits(ProfileReading profile, string method) => profile.Profile.Methods.Single(row => row.Method == method).Awaits
        .OrderBy(row => row.Line).Select(Text);

    private static string Text(AwaitRow row) => FormattableString.Invariant(
        $"{row.On}:{row.Line} {row.Hits}x {ProfileReading.Ticks(row.WaitingNs)}/{ProfileReading.Ticks(row.ReadyNs)}/{ProfileReading.Ticks(row.RunningNs)}");
}
