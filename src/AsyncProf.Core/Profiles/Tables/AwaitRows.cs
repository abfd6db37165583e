using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>The awaits of one method, over all roots, in order of their lines.</summary>
internal static class AwaitRows
{
    public static IReadOnlyList<AwaitRow> Of(IEnumerable<KeyValuePair<AwaitKey, AwaitSums>> awaits)
    {
        var sums = new Dictionary<(string On, string File, int Line, int Offset), AwaitSums>();
        foreach ((AwaitKey key, AwaitSums sum) in awaits)
            sums[(key.On, key.File, key.Line, key.ILOffset)] = sums.GetValueOrDefault((key.On, key.File, key.Line, key.ILOffset)) + sum;
        return [.. sums
            .Select(pair => new AwaitRow(pair.Key.On, pair.Key.File, pair.Key.Line, pair.Key.Offset, pair.Value.Hits, pair.Value.WaitingNs, pair.Value.ReadyNs, pair.Value.RunningNs))
            .OrderBy(row => row.File, StringComparer.Ordinal)
            .ThenBy(row => row.Line == 0 ? int.MaxValue : row.Line)
            .ThenBy(row => row.ILOffset < 0 ? int.MaxValue : row.ILOffset)
            .ThenBy(row => row.On, StringComparer.Ordinal)];
    }
}
