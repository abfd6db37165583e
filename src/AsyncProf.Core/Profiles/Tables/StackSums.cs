using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>What several tables need of every logical stack.</summary>
internal static class StackSums
{
    /// <summary>The time of each stack with all below it, on both axes, in nanoseconds.</summary>
    public static (long[] Elapsed, long[] Task) Totals(ProfileData data)
    {
        var elapsed = new long[data.Stacks.Count];
        var task = new long[data.Stacks.Count];
        foreach (StackCharge sample in data.Samples)
        {
            elapsed[sample.Stack] += sample.Sums.Elapsed.TotalNs;
            task[sample.Stack] += sample.Sums.Task.TotalNs;
        }

        for (int stack = elapsed.Length - 1; stack > 0; stack--)
        {
            elapsed[data.Stacks[stack].Parent] += elapsed[stack];
            task[data.Stacks[stack].Parent] += task[stack];
        }

        return (elapsed, task);
    }

    /// <summary>How long each stack held threads itself, in nanoseconds of task time: what it called synchronously is part of that. No less than what it used of processors and waited for one, where clocks differ.</summary>
    public static long[] OnThreads(ProfileData data)
    {
        var times = new long[data.Stacks.Count];
        var used = new long[times.Length];
        foreach (StackCharge sample in data.Samples)
        {
            int owner = OwnerOf(data, sample.Stack);
            times[owner] += sample.Sums.Task.RunningNs + sample.Sums.Task.BlockedNs;
            used[owner] += sample.Sums.Use.CpuNs + sample.Sums.Use.PreemptedNs;
        }

        for (int stack = 0; stack < times.Length; stack++)
            times[stack] = Math.Max(times[stack], used[stack]);
        return times;
    }

    /// <summary>What each stack used with all below it.</summary>
    public static ResourceUse[] Uses(ProfileData data)
    {
        var uses = new ResourceUse[data.Stacks.Count];
        foreach (StackCharge sample in data.Samples)
            uses[sample.Stack] += sample.Sums.Use;
        for (int stack = uses.Length - 1; stack > 0; stack--)
            uses[data.Stacks[stack].Parent] += uses[stack];
        return uses;
    }

    /// <summary>Whose own is what was used at a stack: the async method's, whatever it called synchronously and whatever it allocated.</summary>
    public static int OwnerOf(ProfileData data, int stack)
    {
        int owner = stack;
        while (owner > 0 && (data.FrameOf(owner).IsSampled || data.FrameOf(owner).Kind == FrameKind.Leaf))
            owner = data.Stacks[owner].Parent;
        return owner > 0 ? owner : stack;
    }

    /// <summary>Stacks that end with a method or an entry which is not in them already.</summary>
    public static bool[] Outermost(ProfileData data)
    {
        bool[] outermost = Outermost(data, [.. data.Stacks.Select(stack => stack.Frame)], data.Frames.Count);
        for (int stack = 1; stack < outermost.Length; stack++)
            outermost[stack] &= data.FrameOf(stack).HasRow;
        return outermost;
    }

    /// <summary>Stacks that end in a group of frames which is not in them already. One walk, depth first, that counts the groups it is in.</summary>
    /// <param name="data">The profile.</param>
    /// <param name="groups">For each stack, the group of its last frame.</param>
    /// <param name="groupCount">How many groups there are.</param>
    public static bool[] Outermost(ProfileData data, int[] groups, int groupCount)
    {
        int count = data.Stacks.Count;
        var outermost = new bool[count];
        var firstChild = new int[count];
        var nextSibling = new int[count];
        for (int stack = count - 1; stack > 0; stack--)
            (nextSibling[stack], firstChild[data.Stacks[stack].Parent]) = (firstChild[data.Stacks[stack].Parent], stack);
        var open = new int[groupCount];
        for (int stack = firstChild[0], leaving = 0; stack > 0;)
        {
            int group = groups[stack];
            if (leaving == 0)
            {
                outermost[stack] = open[group]++ == 0;
                if (firstChild[stack] > 0)
                {
                    stack = firstChild[stack];
                    continue;
                }
            }

            open[group]--;
            leaving = nextSibling[stack] > 0 ? 0 : 1;
            stack = leaving == 0 ? nextSibling[stack] : data.Stacks[stack].Parent;
        }

        return outermost;
    }
}
