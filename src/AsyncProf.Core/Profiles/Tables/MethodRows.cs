using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads the flat table of methods off the data of a profile. Waits are the awaiting method's own time.</summary>
internal static class MethodRows
{
    public static IReadOnlyList<MethodRow> Read(ProfileData data)
    {
        var sums = new Dictionary<int, MethodSum>();
        bool[] outermost = StackSums.Outermost(data);
        (long[] elapsed, long[] task) = StackSums.Totals(data);
        ResourceUse[] uses = StackSums.Uses(data);
        foreach (StackCharge sample in data.Samples)
        {
            Frame frame = data.FrameOf(sample.Stack);
            if (sample.Sums.Use != default)
                SumOf(data.Stacks[StackSums.OwnerOf(data, sample.Stack)].Frame).AddUse(sample.Sums.Use, frame);
            if (frame.HasRow)
                SumOf(data.Stacks[sample.Stack].Frame).Add(sample, outermost[sample.Stack]);
            else if (frame.Kind == FrameKind.Leaf && data.Stacks[sample.Stack].Parent is var owner and > 0)
                SumOf(data.Stacks[owner].Frame).AddWait(frame, sample);
            else if (frame.Kind == FrameKind.Leaf)
                SumOf(data.Stacks[sample.Stack].Frame).AddTime(sample); // a root that was folded
        }

        for (int stack = 1; stack < outermost.Length; stack++)
        {
            if (outermost[stack])
                SumOf(data.Stacks[stack].Frame).AddTotals(elapsed[stack], task[stack], uses[stack]);
        }

        Dictionary<int, long> unknown = UnknownAwaiters.ByFrame(data);
        ILookup<(FrameKind Kind, string Method), KeyValuePair<AwaitKey, AwaitSums>> awaits = data.Awaits.ToLookup(pair => (pair.Key.Kind, pair.Key.Method));
        ILookup<(FrameKind Kind, string Method), KeyValuePair<LineKey, long>> lines = data.Lines.ToLookup(pair => (pair.Key.Kind, pair.Key.Method));
        return [.. sums
            .Select(pair => (Sum: pair.Value, Frame: data.Frames[pair.Key], Unknown: unknown.GetValueOrDefault(pair.Key)))
            .Select(pair => pair.Sum.ToRow(pair.Frame, data.Methods.GetValueOrDefault((pair.Frame.Kind, pair.Frame.Name)), AwaitRows.Of(awaits[(pair.Frame.Kind, pair.Frame.Name)]), LinesOf(lines[(pair.Frame.Kind, pair.Frame.Name)]), pair.Unknown))
            .OrderByDescending(row => row.TaskSelf.TotalNs)
            .ThenBy(row => row.Method, StringComparer.Ordinal)];

        MethodSum SumOf(int frame)
        {
            if (!sums.TryGetValue(frame, out MethodSum? sum))
                sums.Add(frame, sum = new MethodSum());
            return sum;
        }
    }

    private static IReadOnlyList<LineRow> LinesOf(IEnumerable<KeyValuePair<LineKey, long>> lines) =>
        [.. lines.Select(pair => new LineRow(pair.Key.File, pair.Key.Line, pair.Value)).OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Line)];
}
