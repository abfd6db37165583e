using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Lays series one behind the other, as their timelines are.</summary>
internal static class SeriesMerge
{
    /// <summary>The series of several recordings; null where one has none.</summary>
    /// <param name="timelines">The recordings.</param>
    /// <param name="starts">Where each begins, in nanoseconds.</param>
    /// <param name="durationNs">How long all of them are.</param>
    public static TimeSeries? Of(IReadOnlyList<Timeline> timelines, IReadOnlyList<long> starts, long durationNs)
    {
        if (timelines.Any(timeline => timeline.Series is null))
            return null;
        TimeSeries[] all = [.. timelines.Select(timeline => timeline.Series!)];
        long step = all.Max(series => series.StepNs);
        while ((durationNs - 1) / step >= TimeSeries.MostSteps)
            step *= 2;
        int steps = (int)(Math.Max(0, durationNs - 1) / step) + 1;
        var stacks = new StackPlaces();
        var byStep = new List<StackShare>?[steps];
        for (int i = 0; i < all.Length; i++)
        {
            int[] places = [.. all[i].Stacks.Select(stacks.PlaceOf)];
            for (int at = 0; at < all[i].ByStep.Count; at++)
                (byStep[Place(i, at)] ??= []).AddRange(SeriesChange.Moved(all[i].ByStep[at], places));
        }

        int[] same = [.. Enumerable.Range(0, stacks.All.Count)];
        return new TimeSeries(step, steps)
        {
            Measures = [.. SeriesMeasures.All.Where(measure => all.Any(series => series[measure] is not null)).Select(measure => new MeasuredValues(measure, Values(measure)))],
            Pauses = [.. all.SelectMany((series, i) => series.Pauses.Select(pause => pause with { FromNs = pause.FromNs + starts[i] })).OrderByDescending(pause => pause.Ns).Take(TimeSeries.MostPauses).OrderBy(pause => pause.FromNs)],
            PauseCount = all.Sum(series => series.PauseCount),
            PausedNs = all.Sum(series => series.PausedNs),
            Stacks = stacks.All,
            ByStep = [.. byStep.Select(shares => shares is null ? [] : SeriesChange.Moved(shares, same).Take(TimeSeries.MostStacksOfStep).ToArray())],
        };

        int Place(int i, int at) => (int)Math.Clamp((starts[i] + (at * all[i].StepNs) + (all[i].StepNs / 2)) / step, 0, steps - 1); // to where its middle is: never wider than its own step

        double[] Values(SeriesMeasure measure)
        {
            var values = new List<double>[steps];
            for (int i = 0; i < all.Length; i++)
            {
                IReadOnlyList<double> own = all[i][measure]?.Values ?? [];
                for (int at = 0; at < own.Count; at++)
                {
                    if (!double.IsNaN(own[at]))
                        (values[Place(i, at)] ??= []).Add(own[at]);
                }
            }

            return [.. values.Select(here => here is null ? double.NaN : SeriesMeasures.IsLevel(measure) ? here.Max() : here.Average())];
        }
    }
}
