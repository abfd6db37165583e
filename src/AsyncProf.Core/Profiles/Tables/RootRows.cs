using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads the table of roots off the data of a profile.</summary>
internal static class RootRows
{
    public static IReadOnlyList<RootRow> Read(ProfileData data)
    {
        int[] rootOf = data.RootOfEach();
        var sums = new Dictionary<(RootKind Kind, string Name), (Frame Frame, CallStatistics Calls, long Elapsed)>();
        foreach (StackCharge sample in data.Samples)
        {
            int root = rootOf[sample.Stack];
            if (root == 0)
                continue;
            Frame frame = data.FrameOf(root);
            var key = (sample.Tags.Root, frame.Name);
            var sum = sums.GetValueOrDefault(key, (frame, new CallStatistics(), 0));
            if (sample.Stack == root && frame.Kind != FrameKind.Leaf)
                sum.Calls.Add(sample, outermost: true);
            sums[key] = sum with { Elapsed = sum.Elapsed + sample.Sums.Elapsed.TotalNs };
        }

        return [.. sums
            .Select(pair => Row(pair.Key.Kind, pair.Key.Name, pair.Value.Frame, pair.Value.Calls, pair.Value.Elapsed, data.Roots.GetValueOrDefault(pair.Key)))
            .OrderByDescending(row => row.ElapsedNs).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Kind.ToString(), StringComparer.Ordinal)];
    }

    private static RootRow Row(RootKind kind, string name, Frame frame, CallStatistics calls, long elapsedNs, RootNotes? notes)
    {
        long longest = calls.Durations.Longest(notes?.MaxNs);
        return new RootRow
        {
            Name = name,
            Kind = kind,
            IsFramework = frame.IsFramework,
            Count = calls.Calls,
            Errors = calls.Errors,
            WallNs = calls.WallNs,
            ElapsedNs = elapsedNs,
            P50Ns = calls.Durations.Percentile(0.5, longest),
            P99Ns = calls.Durations.Percentile(0.99, longest),
            MaxNs = calls.Calls == 0 ? 0 : longest,
            Slowest = notes?.Slowest,
        };
    }
}
