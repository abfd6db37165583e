using System.Globalization;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Text;

/// <summary>What is said beside the name of a root: who began it, and that it still runs.</summary>
internal static class RootRemarks
{
    private const int Room = 48;

    /// <summary>From this share of their elapsed time on pauses of the garbage collector are worth a word.</summary>
    private const double NotablyPaused = 0.05;

    /// <summary>As it stands in brackets beside roots of a name; empty where there is nothing to say.</summary>
    public static string Of(RootRow root)
    {
        string own = Of(root.Count + root.StillRunning, root.StillRunning, root.Starters);
        string paused = root.GcNs > 0 && root.GcNs >= root.ElapsedNs * NotablyPaused ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * root.GcNs / root.ElapsedNs:0} % in GC pauses") : "";
        return own.Length > 0 && paused.Length > 0 ? $"{own}; {paused}" : own + paused;
    }

    /// <summary>As it stands in brackets; empty where there is nothing to say.</summary>
    /// <param name="count">How many roots there are, ended ones and those still running.</param>
    /// <param name="stillRunning">How many had not ended when the recording did.</param>
    /// <param name="starters">Who began them, by their names, the most often first.</param>
    public static string Of(long count, long stillRunning, IReadOnlyList<SpawnKey> starters)
    {
        string running = stillRunning == 0 ? "" : stillRunning == count ? "still running" : string.Create(CultureInfo.InvariantCulture, $"{stillRunning} still running");
        string started = starters.Count == 0 ? "" : $"started by {Name(starters[0])}" + (starters.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {starters.Count - 1} more"));
        return running.Length > 0 && started.Length > 0 ? $"{started}; {running}" : started + running;
    }

    private static string Name(in SpawnKey starter) => NameText.Fit(new Frame(starter.StarterKind, starter.Starter, false), Room);
}
