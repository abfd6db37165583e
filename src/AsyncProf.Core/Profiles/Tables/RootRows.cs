using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads the table of roots off the data of a profile.</summary>
internal static class RootRows
{
    public static IReadOnlyList<RootRow> Read(ProfileData data)
    {
        int[] rootOf = data.RootOfEach();
        Func<RootKind, string, RootKind> kinds = KindsOf(data);
        ILookup<string, SpawnKey> starters = SpawnRows.StartersOf(data);
        var sums = new Dictionary<(RootKind Kind, string Name), (Frame Frame, CallStatistics Calls, long Elapsed, ResourceUse Own, ResourceUse Use)>();
        foreach (StackCharge sample in data.Samples)
        {
            int root = rootOf[sample.Stack];
            Frame frame = data.FrameOf(root);
            if (root == 0 || frame.IsSampled)
                continue; // of a root that is hidden, what it called
            var key = (kinds(sample.Tags.Root, frame.Name), frame.Name);
            var sum = sums.GetValueOrDefault(key, (frame, new CallStatistics(), 0, default, default));
            if (sample.Stack == root && frame.Kind != FrameKind.Leaf)
                sum.Calls.Add(sample, outermost: true);
            sums[key] = sum with { Elapsed = sum.Elapsed + sample.Sums.Elapsed.TotalNs, Use = sum.Use + sample.Sums.Use, Own = StackSums.OwnerOf(data, sample.Stack) == root ? sum.Own + sample.Sums.Use : sum.Own };
        }

        var paused = new Dictionary<(RootKind Kind, string Name), long>();
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
            paused[(kinds(kind, name), name)] = paused.GetValueOrDefault((kinds(kind, name), name)) + notes.GcNs;
        return [.. sums
            .Select(pair => Row(pair.Key.Kind, pair.Key.Name, pair.Value.Frame, pair.Value.Calls, pair.Value.Elapsed, pair.Value.Own, pair.Value.Use, data.Roots.GetValueOrDefault(pair.Key), [.. pair.Key.Kind is RootKind.Request or RootKind.Scope ? [] : starters[pair.Key.Name]]) with { GcNs = Math.Min(pair.Value.Elapsed, paused.GetValueOrDefault(pair.Key)) })
            .OrderByDescending(row => row.ElapsedNs).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Kind.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>What was charged of a root before it had ended is part of the root that it was in the end: only what still runs is an open root.</summary>
    private static Func<RootKind, string, RootKind> KindsOf(ProfileData data)
    {
        var ended = new Dictionary<string, RootKind>(StringComparer.Ordinal);
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
        {
            if (kind != RootKind.Open || notes.StillRunning != 0)
                continue;
            foreach (RootKind final in (RootKind[])[RootKind.Detached, RootKind.Operation])
            {
                if (data.Roots.ContainsKey((final, name)))
                    ended.TryAdd(name, final);
            }
        }

        return (kind, name) => kind == RootKind.Open && ended.TryGetValue(name, out RootKind final) ? final : kind;
    }

    private static RootRow Row(RootKind kind, string name, Frame frame, CallStatistics calls, long elapsedNs, ResourceUse own, ResourceUse use, RootNotes? notes, IReadOnlyList<SpawnKey> starters)
    {
        long longest = calls.Durations.Longest(notes?.MaxNs);
        return new RootRow
        {
            Name = name,
            Kind = kind,
            IsFramework = frame.IsFramework,
            Count = calls.Calls,
            Errors = calls.Errors,
            StillRunning = kind == RootKind.Open ? Math.Max(0, notes?.StillRunning ?? 0) : 0,
            AwaiterUnknown = calls.AwaiterUnknown,
            StartedBy = [.. starters.Select(starter => starter.Starter)],
            Starters = starters,
            WallNs = calls.WallNs,
            ElapsedNs = elapsedNs,
            UsedSelf = own,
            Used = use,
            P50Ns = calls.Durations.Percentile(0.5, longest),
            P99Ns = calls.Durations.Percentile(0.99, longest),
            MaxNs = calls.Calls == 0 ? 0 : longest,
            Slowest = notes?.Slowest,
        };
    }
}
