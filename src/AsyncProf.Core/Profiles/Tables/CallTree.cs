using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

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
        foreach (StackCharge sample in data.Samples)
        {
            calls[sample.Stack] += sample.Sums.Calls;
            wall[sample.Stack] += sample.Sums.WallNs;
            elapsed[sample.Stack] += sample.Sums.Elapsed;
            task[sample.Stack] += sample.Sums.Task;
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
            return CallNode.Create(data.FrameOf(stack), calls[stack], wall[stack], elapsed[stack], task[stack], children[stack] ?? [], data.Stacks[stack].Line);
        }
    }
}
