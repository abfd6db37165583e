using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads who awaits whom off the data of a profile. Over all callers of a method, calls and totals sum to the method's own.</summary>
internal static class CallEdges
{
    public static IReadOnlyList<CallEdge> Read(ProfileData data)
    {
        var calls = new long[data.Stacks.Count];
        foreach (StackCharge sample in data.Samples)
            calls[sample.Stack] += sample.Tags.Bucket >= 0 ? sample.Sums.Calls : 0;
        (long[] elapsed, long[] task) = StackSums.Totals(data);
        bool[] outermost = StackSums.Outermost(data);
        var edges = new Dictionary<(int Caller, int Callee), CallEdge>();
        for (int stack = calls.Length - 1; stack > 0; stack--)
        {
            (int parent, int frame) = (data.Stacks[stack].Parent, data.Stacks[stack].Frame);
            if (!data.Frames[frame].HasRow)
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
