using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Adds the time of logical stacks up by library: each charge is that of the library whose method is the innermost of the stack, and waits are the awaiting method's.</summary>
internal static class LibraryRows
{
    /// <summary>The libraries, the one with the most task time of its own first.</summary>
    public static IReadOnlyList<LibraryRow> Read(ProfileData data)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<LibraryRow>();
        int[] ofFrame = [.. data.Frames.Select(IdOf)], ofStack = OfStacks(data, ofFrame);
        var methods = new HashSet<(int Library, int Frame)>();
        foreach (StackCharge charge in data.Samples)
        {
            LibraryRow row = rows[ofStack[charge.Stack]];
            StackNode node = data.Stacks[charge.Stack];
            Frame frame = data.Frames[node.Frame];
            bool isCall = frame.Kind != FrameKind.Leaf && charge.Stack > 0 && (node.Parent == 0 || ofStack[node.Parent] != ofStack[charge.Stack]);
            if (frame.IsCode)
                methods.Add((ofStack[charge.Stack], node.Frame));
            rows[ofStack[charge.Stack]] = row with
            {
                Calls = row.Calls + (isCall ? charge.Sums.Calls : 0),
                ElapsedSelf = row.ElapsedSelf + charge.Sums.Elapsed,
                TaskSelf = row.TaskSelf + charge.Sums.Task,
                UsedSelf = row.UsedSelf + charge.Sums.Use,
            };
        }

        AddTotals(data, rows, ofStack);
        ILookup<int, int> framesOf = methods.ToLookup(pair => pair.Library, pair => pair.Frame);
        return
        [
            .. rows.Select((row, id) => row with { Methods = framesOf[id].Count(), IsFramework = framesOf[id].Any() && framesOf[id].All(frame => data.Frames[frame].IsFramework) })
                .Where(row => row.TaskTotalNs > 0 || row.ElapsedTotalNs > 0 || row.Calls > 0 || row.UsedTotal != default)
                .OrderByDescending(row => row.TaskSelf.TotalNs).ThenBy(row => row.Library, StringComparer.Ordinal),
        ];

        int IdOf(Frame frame)
        {
            string library = Library.Of(frame);
            if (!ids.TryGetValue(library, out int id))
            {
                ids.Add(library, id = rows.Count);
                rows.Add(new LibraryRow { Library = library });
            }

            return id;
        }
    }

    /// <summary>The library of each stack: a wait is its awaiting method's; one that stands for a root that was folded is that of the method which it hides.</summary>
    private static int[] OfStacks(ProfileData data, int[] ofFrame)
    {
        var ofStack = new int[data.Stacks.Count];
        ofStack[0] = ofFrame[data.Stacks[0].Frame];
        for (int stack = 1; stack < ofStack.Length; stack++)
        {
            (int parent, int frame) = (data.Stacks[stack].Parent, data.Stacks[stack].Frame);
            ofStack[stack] = data.Frames[frame].Kind == FrameKind.Leaf && parent > 0 ? ofStack[parent] : ofFrame[frame];
        }

        return ofStack;
    }

    private static void AddTotals(ProfileData data, List<LibraryRow> rows, int[] ofStack)
    {
        bool[] outermost = StackSums.Outermost(data, ofStack, rows.Count);
        (long[] elapsed, long[] task) = StackSums.Totals(data);
        var below = new long[ofStack.Length];
        long[] onThreads = StackSums.OnThreads(data);
        for (int stack = ofStack.Length - 1; stack >= 0; stack--)
        {
            LibraryRow row = rows[ofStack[stack]];
            rows[ofStack[stack]] = row with { OnThreadsSelfNs = row.OnThreadsSelfNs + onThreads[stack] };
            if (stack > 0)
                below[data.Stacks[stack].Parent] += below[stack] += onThreads[stack];
        }

        ResourceUse[] uses = StackSums.Uses(data);
        for (int stack = 1; stack < ofStack.Length; stack++)
        {
            if (!outermost[stack])
                continue;
            LibraryRow row = rows[ofStack[stack]];
            rows[ofStack[stack]] = row with
            {
                ElapsedTotalNs = row.ElapsedTotalNs + elapsed[stack],
                TaskTotalNs = row.TaskTotalNs + task[stack],
                OnThreadsTotalNs = row.OnThreadsTotalNs + below[stack],
                UsedTotal = row.UsedTotal + uses[stack],
            };
        }
    }
}
