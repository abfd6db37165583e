using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Lays timelines one behind the other, as if one recording had followed the other at once.</summary>
internal static class TimelineMerge
{
    /// <summary>As many as a single recording keeps.</summary>
    private const int SlowestOfName = 5, MostSampled = 300;

    /// <summary>The timeline of several profiles; null where none has one.</summary>
    /// <param name="profiles">The profiles, in their order.</param>
    public static Timeline? Of(IReadOnlyList<AsyncProfile> profiles)
    {
        Timeline[] all = [.. profiles.Select(profile => profile.Data.Timeline).OfType<Timeline>()];
        if (all.Length < 2)
            return all.SingleOrDefault();
        long duration = 0, seen = all.Sum(timeline => timeline.Seen);
        var roots = new List<TimedRoot>();
        var sampled = new List<TimedRoot>();
        var starts = new long[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            Timeline timeline = all[i];
            starts[i] = duration;
            roots.AddRange(timeline.Roots.Select(root => root with { StartNs = root.StartNs + starts[i] }).Where(root => root.IsSlow));
            TimedRoot[] sample = [.. timeline.Roots.Where(root => !root.IsSlow)];
            int share = (int)Math.Min(sample.Length, seen == 0 ? 0 : Math.Ceiling((double)MostSampled * timeline.Seen / seen));
            for (int taken = 0; taken < share; taken++)
            {
                TimedRoot root = sample[(long)taken * sample.Length / share];
                sampled.Add(root with { StartNs = root.StartNs + starts[i] });
            }

            duration += timeline.DurationNs;
        }

        IEnumerable<TimedRoot> slow = roots.GroupBy(root => (root.Kind, root.Frame.Name)).SelectMany(name => name.OrderByDescending(root => root.DurationNs).Take(SlowestOfName));
        long step = Math.Max(1, (duration / Timeline.MostSteps) + 1);
        return new Timeline(duration, step)
        {
            Roots = [.. slow.Concat(sampled).OrderBy(root => root.StartNs).ThenByDescending(root => root.DurationNs)],
            Loads = all.All(timeline => timeline.Loads is not null) ? Loads(all, starts, step, duration) : null,
            Seen = seen,
            Series = SeriesMerge.Of(all, starts, duration),
        };
    }

    private static RootLoad[] Loads(Timeline[] all, long[] starts, long step, long duration)
    {
        int count = (int)((duration - 1) / step) + 1;
        var sums = new Dictionary<(Events.RootKind, string), (RootLoad First, TimeByState[] Steps)>();
        for (int i = 0; i < all.Length; i++)
        {
            foreach (RootLoad load in all[i].Loads!)
            {
                if (!sums.TryGetValue((load.Kind, load.Frame.Name), out var sum))
                    sums.Add((load.Kind, load.Frame.Name), sum = (load, new TimeByState[count]));
                for (int at = 0; at < load.Steps.Count; at++)
                    sum.Steps[Math.Clamp((starts[i] + (at * all[i].StepNs) + (all[i].StepNs / 2)) / step, 0, count - 1)] += load.Steps[at]; // to where its middle is: never wider than its own step
            }
        }

        return [.. sums.Values.Select(sum => sum.First with { Steps = sum.Steps })];
    }
}
