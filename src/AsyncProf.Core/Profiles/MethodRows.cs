namespace AsyncProf.Profiles;

/// <summary>Reads the flat table of methods off the data of a profile. Waits are the awaiting method's own time.</summary>
internal static class MethodRows
{
    public static IReadOnlyList<MethodRow> Read(ProfileData data)
    {
        int count = data.Stacks.Count;
        var sums = new Dictionary<int, MethodSum>();
        var elapsedTotal = new long[count];
        var taskTotal = new long[count];
        bool[] outermost = Outermost(data);
        foreach (Sample sample in data.Samples)
        {
            elapsedTotal[sample.Stack] += sample.Elapsed.TotalNs;
            taskTotal[sample.Stack] += sample.Task.TotalNs;
            Frame frame = data.FrameOf(sample.Stack);
            if (frame.Kind is FrameKind.Method or FrameKind.Entry)
                SumOf(data.Stacks[sample.Stack].Frame).Add(sample, outermost[sample.Stack]);
            else if (frame.Kind == FrameKind.Leaf && data.Stacks[sample.Stack].Parent is var owner and > 0)
                SumOf(data.Stacks[owner].Frame).AddWait(frame.Name, sample);
        }

        for (int stack = count - 1; stack > 0; stack--)
        {
            elapsedTotal[data.Stacks[stack].Parent] += elapsedTotal[stack];
            taskTotal[data.Stacks[stack].Parent] += taskTotal[stack];
        }

        for (int stack = 1; stack < count; stack++)
        {
            if (outermost[stack])
                SumOf(data.Stacks[stack].Frame).AddTotals(elapsedTotal[stack], taskTotal[stack]);
        }

        return [.. sums
            .Select(pair => pair.Value.ToRow(data.Frames[pair.Key], data.Methods.GetValueOrDefault(data.Frames[pair.Key].Name)))
            .OrderByDescending(row => row.TaskSelf.TotalNs)
            .ThenBy(row => row.Method, StringComparer.Ordinal)];

        MethodSum SumOf(int frame)
        {
            if (!sums.TryGetValue(frame, out MethodSum? sum))
                sums.Add(frame, sum = new MethodSum());
            return sum;
        }
    }

    /// <summary>Stacks that end with a method or an entry which is not in them already. One walk, depth first, that counts the frames it is in.</summary>
    public static bool[] Outermost(ProfileData data)
    {
        int count = data.Stacks.Count;
        var outermost = new bool[count];
        var firstChild = new int[count];
        var nextSibling = new int[count];
        for (int stack = count - 1; stack > 0; stack--)
            (nextSibling[stack], firstChild[data.Stacks[stack].Parent]) = (firstChild[data.Stacks[stack].Parent], stack);
        var open = new int[data.Frames.Count];
        for (int stack = firstChild[0], leaving = 0; stack > 0;)
        {
            int frame = data.Stacks[stack].Frame;
            if (leaving == 0)
            {
                outermost[stack] = open[frame]++ == 0 && data.Frames[frame].Kind is (FrameKind.Method or FrameKind.Entry);
                if (firstChild[stack] > 0)
                {
                    stack = firstChild[stack];
                    continue;
                }
            }

            open[frame]--;
            leaving = nextSibling[stack] > 0 ? 0 : 1;
            stack = leaving == 0 ? nextSibling[stack] : data.Stacks[stack].Parent;
        }

        return outermost;
    }
}
