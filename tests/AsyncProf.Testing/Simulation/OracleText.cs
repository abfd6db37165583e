using System.Globalization;

namespace AsyncProf.Testing.Simulation;

/// <summary>What an oracle says, a line a method: calls, wall, and its own time by state on both axes.</summary>
internal static class OracleText
{
    /// <summary>The rows by name, without what is zero.</summary>
    public static string Of(Oracle oracle) => string.Join('\n', oracle.Rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => Line(row.Key, row.Value)));

    private static string Line(string name, OracleRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {row.Calls} x, wall {row.Wall}; task {Times(row.Task)}; elapsed {Times(row.Elapsed)}");

    private static string Times(OracleTimes times)
    {
        IEnumerable<string> parts = new[] { ("running", times.Running), ("ready", times.Ready), ("waiting", times.Waiting), ("blocked", times.Blocked) }
            .Where(part => part.Item2 != 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1} {part.Item2}"));
        return string.Join(", ", parts.DefaultIfEmpty("0"));
    }
}
