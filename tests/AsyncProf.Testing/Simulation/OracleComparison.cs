using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.Testing.Simulation;

/// <summary>Compares a profile with what the oracle says: every method, its calls, its wall, and its own time in every state on both axes.</summary>
internal static class OracleComparison
{
    /// <summary>The first thing that differs; null if nothing does.</summary>
    public static string? Difference(ProfileReading profile, Oracle oracle)
    {
        Dictionary<string, MethodRow> rows = profile.Profile.Methods.ToDictionary(row => row.Method);
        foreach ((string name, OracleRow expected) in oracle.Rows)
        {
            if (!rows.TryGetValue(name, out MethodRow? row))
                return $"{name} is missing";
            bool named = name != Oracle.Unnamed;
            if (named && row.Calls != expected.Calls)
                return Text($"{name} has {row.Calls} calls, not {expected.Calls}");
            if (named && ProfileReading.Ticks(row.WallNs) != expected.Wall)
                return Text($"{name} wall {ProfileReading.Ticks(row.WallNs)} is not {expected.Wall}");
            if ((Axis(name, "task", row.TaskSelf, expected.Task) ?? Axis(name, "elapsed", row.ElapsedSelf, expected.Elapsed)) is { } difference)
                return difference;
        }

        return rows.Count <= oracle.Rows.Count ? null : $"more methods than there are: {string.Join(' ', rows.Keys.Except(oracle.Rows.Keys))}";
    }

    private static string? Axis(string name, string axis, TimeByState actual, OracleTimes times)
    {
        // A request's prefix may block; the oracle does not tell that from running.
        bool request = name == "GET /";
        bool same = ProfileReading.Ticks(actual.WaitingNs) == times.Waiting && ProfileReading.Ticks(actual.ReadyNs) == times.Ready
            && ProfileReading.Ticks(actual.RunningNs + actual.BlockedNs) == times.Running + times.Blocked
            && (request || ProfileReading.Ticks(actual.BlockedNs) == times.Blocked);
        return same ? null : Text($"{name} {axis} is running {ProfileReading.Ticks(actual.RunningNs)}, ready {ProfileReading.Ticks(actual.ReadyNs)}, waiting {ProfileReading.Ticks(actual.WaitingNs)}, blocked {ProfileReading.Ticks(actual.BlockedNs)}; expected {times}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
