namespace AsyncProf.Profiles;

/// <summary>Reads who awaits whom off the data of a profile. Over all callers of a method, calls and totals sum to the method's own.</summary>
internal static class CallEdges
{
    public static IReadOnlyList<CallEdge> Read(ProfileData data)
    {
        int count = data.Stacks.Count;
        var calls = new long[count];
        var elapsed = new long[count];
        var task = new long[count];
        foreach (Sample sample in data.Samples)
        {
            elapsed[sample.Stack] += sample.Elapsed.TotalNs;
            task[sample.Stack] += sample.Task.TotalNs;
            calls[sample.Stack] += sample.Tags.Bucket >= 0 ? sample.Calls : 0;
        }

        bool[] outermost = MethodRows.Outermost(data);
        var edges = new Dictionary<(int Caller, int Callee), CallEdge>();
        for (int stack = count - 1; stack > 0; stack--)
        {
            (int parent, int frame) = (data.Stacks[stack].Parent, data.Stacks[stack].Frame);
            elapsed[parent] += elapsed[stack];
            task[parent] += task[stack];
            if (data.Frames[frame].Kind is not (FrameKind.Method or FrameKind.Entry))
                continue;
            var key = (data.Stacks[parent].Frame, frame);
            CallEdge edge = edges.GetValueOrDefault(key) ?? new CallEdge(data.Frames[key.Item1].Name, data.Frames[frame].Name, 0, 0, 0);
            edges[key] = edge with
            {
                Calls = edge.Calls + calls[stack],
                ElapsedTotalNs = edge.ElapsedTotalNs + (outermost[stack] ? elapsed[stack] : 0),
                TaskTotalNs = edge.TaskTotalNs + (outermost[stack] ? task[stack] : 0),
            };
        }

        return [.. edges.Values.OrderByDescending(edge => edge.ElapsedTotalNs).ThenByDescending(edge => edge.TaskTotalNs)
            .ThenBy(edge => edge.Callee, StringComparer.Ordinal).ThenBy(edge => edge.Caller, StringComparer.Ordinal)];
    }
}
