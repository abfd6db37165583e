using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads the logical call tree off the data of a profile.</summary>
internal static class CallTree
{
    public static CallNode Of(ProfileData data)
    {
        int count = data.Stacks.Count;
        ILookup<string, SpawnKey> starters = SpawnRows.StartersOf(data);
        var calls = new long[count];
        var wall = new long[count];
        var elapsed = new TimeByState[count];
        var task = new TimeByState[count];
        var use = new ResourceUse[count];
        foreach (StackCharge sample in data.Samples)
        {
            calls[sample.Stack] += sample.Sums.Calls;
            wall[sample.Stack] += sample.Sums.WallNs;
            elapsed[sample.Stack] += sample.Sums.Elapsed;
            task[sample.Stack] += sample.Sums.Task;
            use[sample.Stack] += sample.Sums.Use;
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
            Frame frame = data.FrameOf(stack);
            bool isRoot = data.Stacks[stack].Parent == 0 && frame.Kind == FrameKind.Method;
            long running = isRoot ? Math.Max(0, data.Roots.GetValueOrDefault((RootKind.Open, frame.Name))?.StillRunning ?? 0) : 0;
            return CallNode.Create(frame, calls[stack], wall[stack], elapsed[stack], task[stack], children[stack] ?? [], data.Stacks[stack].Line, isRoot ? [.. starters[frame.Name]] : null, running, use[stack]);
        }
    }
}
