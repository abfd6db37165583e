namespace AsyncProf.Profiles;

/// <summary>Reads the logical call tree off the data of a profile.</summary>
internal static class CallTree
{
    public static CallNode Of(ProfileData data)
    {
        int count = data.Stacks.Count;
        var calls = new long[count];
        var wall = new long[count];
        var elapsed = new TimeByState[count];
        var task = new TimeByState[count];
        foreach (Sample sample in data.Samples)
        {
            calls[sample.Stack] += sample.Calls;
            wall[sample.Stack] += sample.WallNs;
            elapsed[sample.Stack] += sample.Elapsed;
            task[sample.Stack] += sample.Task;
        }

        // One pass from the end builds every subtree before its parent; no recursion, for stacks can be thousands deep.
        var children = new List<CallNode>?[count];
        for (int stack = count - 1; stack > 0; stack--)
        {
            (children[data.Stacks[stack].Parent] ??= []).Add(Node(stack));
            children[stack] = null;
        }

        return Node(0);

        CallNode Node(int stack)
        {
            return CallNode.Create(data.FrameOf(stack), calls[stack], wall[stack], elapsed[stack], task[stack], children[stack] ?? []);
        }
    }
}
