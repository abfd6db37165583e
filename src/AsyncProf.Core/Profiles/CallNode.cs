using AsyncProf.Profiles.Data;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles;

/// <summary>One frame of the logical call tree, with what was charged to it and what hangs below it.</summary>
public sealed class CallNode
{
    private Frame? _frame;

    /// <summary>The canonical method, the root's name, or a wait: <c>await Task.Delay</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the frame is.</summary>
    public required FrameKind Kind { get; init; }

    /// <summary>True for a method of the frameworks: <c>System.*</c> or <c>Microsoft.*</c>.</summary>
    public bool IsFramework { get; init; }

    /// <summary>Whole calls with exactly this stack; for a leaf, waits.</summary>
    public long Calls { get; init; }

    /// <summary>Charged to this very frame on the elapsed axis, which partitions the time of the roots.</summary>
    public TimeByState ElapsedSelf { get; init; }

    /// <summary>Charged to this very frame on the task axis, on which every operation counts its own life.</summary>
    public TimeByState TaskSelf { get; init; }

    /// <summary>What it awaited, the largest first.</summary>
    public IReadOnlyList<CallNode> Children { get; init; } = [];

    /// <summary>The frame's time on the elapsed axis with all below it.</summary>
    public TimeByState ElapsedTotal { get; init; }

    /// <summary>The frame's time on the task axis with all below it.</summary>
    public TimeByState TaskTotal { get; init; }

    /// <summary>What was used by this very frame; 0 where that was not measured. What samples of allocations saw below it is there.</summary>
    public ResourceUse UsedSelf { get; init; }

    /// <summary>What the frame used with all below it.</summary>
    public ResourceUse UsedTotal { get; init; }

    /// <summary>Whether it stands for what began before the recording, which nothing names.</summary>
    internal bool IsBegunBefore => Kind == FrameKind.Method && Name == MethodName.Unknown.Name;

    /// <summary>The sum of the durations of its calls, in nanoseconds: next to its caller's it tells what went on at once.</summary>
    internal long WallNs { get; private init; }

    /// <summary>The line at which the frame above awaits it; 0 where it is not known, or there are several.</summary>
    internal int Line { get; private init; }

    /// <summary>Of a root, who began it, the most often first.</summary>
    internal IReadOnlyList<SpawnKey> Starters { get; private init; } = [];

    /// <summary>Of a root, how many have not ended.</summary>
    internal long StillRunning { get; private init; }

    /// <summary>The same with all that is known of it.</summary>
    internal Frame Frame
    {
        get => _frame ??= new Frame(Kind, Name, IsFramework);
        private init => _frame = value;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The frame and all below it, parents first. Not recursive, for stacks can be thousands deep.</summary>
    internal IEnumerable<CallNode> SelfAndBelow()
    {
        var work = new Stack<CallNode>([this]);
        while (work.TryPop(out CallNode? node))
        {
            yield return node;
            foreach (CallNode child in node.Children)
                work.Push(child);
        }
    }

    internal static CallNode Create(
        Frame frame, long calls, long wallNs, TimeByState elapsed, TimeByState task, List<CallNode> children, int line = 0, IReadOnlyList<SpawnKey>? starters = null, long stillRunning = 0, ResourceUse use = default)
    {
        TimeByState elapsedTotal = elapsed, taskTotal = task;
        ResourceUse useTotal = use;
        foreach (CallNode child in children)
        {
            elapsedTotal += child.ElapsedTotal;
            taskTotal += child.TaskTotal;
            useTotal += child.UsedTotal;
        }

        // Equal times keep a fixed order, so that the same profile always prints the same.
        children.Sort(static (a, b) => b.ElapsedTotal.TotalNs.CompareTo(a.ElapsedTotal.TotalNs) is var byElapsed and not 0 ? byElapsed
            : b.TaskTotal.TotalNs.CompareTo(a.TaskTotal.TotalNs) is var byTask and not 0 ? byTask
            : string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName : (a.Kind, a.Frame.Wait).CompareTo((b.Kind, b.Frame.Wait)));
        return new CallNode
        {
            Name = frame.Name,
            Kind = frame.Kind,
            Frame = frame,
            IsFramework = frame.IsFramework,
            Calls = calls,
            WallNs = wallNs,
            Line = line,
            ElapsedSelf = elapsed,
            TaskSelf = task,
            ElapsedTotal = elapsedTotal,
            TaskTotal = taskTotal,
            UsedSelf = use,
            UsedTotal = useTotal,
            Children = children,
            Starters = starters ?? [],
            StillRunning = stillRunning,
        };
    }
}
