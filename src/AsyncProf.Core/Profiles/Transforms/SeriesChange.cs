using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>What becomes of a series when a profile is made from another. What was measured of the process stays.</summary>
internal static class SeriesChange
{
    /// <summary>Gives each stack other frames, or none where it is left out; those that become the same are added up.</summary>
    public static TimeSeries? WithStacks(this TimeSeries? series, Func<IReadOnlyList<Frame>, IReadOnlyList<Frame>?> change)
    {
        if (series is null)
            return null;
        var stacks = new StackPlaces();
        int[] places = [.. series.Stacks.Select(stack => change(stack) is { } changed ? stacks.PlaceOf(changed) : -1)];
        return series with
        {
            ByStep = [.. series.ByStep.Select(step => Moved(step, places))],
            Stacks = stacks.All,
        };
    }

    /// <summary>Only some stacks. What all operations did together, and how many requests there were, is not known of a part.</summary>
    public static TimeSeries? OnlyStacks(this TimeSeries? series, Func<IReadOnlyList<Frame>, bool> keeps) => series.WithStacks(stack => keeps(stack) ? stack : null) is { } kept ? kept with
    {
        Measures = [.. kept.Measures.Where(values => !SeriesMeasures.IsOfTrees(values.Measure))],
    } : null;

    /// <summary>The same stacks at other places, the ones that share a place as one.</summary>
    public static IReadOnlyList<StackShare> Moved(IReadOnlyList<StackShare> step, int[] places)
    {
        var sums = new Dictionary<int, TimeByState>();
        foreach (StackShare share in step.Where(share => places[share.Stack] >= 0))
            sums[places[share.Stack]] = sums.GetValueOrDefault(places[share.Stack]) + share.Time;
        return [.. sums.Select(sum => new StackShare(sum.Key, sum.Value)).OrderByDescending(share => share.Time.RunningNs).ThenByDescending(share => share.Time.TotalNs)];
    }
}
