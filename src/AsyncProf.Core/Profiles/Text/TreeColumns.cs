using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>What a drawn tree tells of its frames, before their names.</summary>
/// <param name="Weight">How much a frame with all below it matters: what is small is left out, and the heaviest comes first.</param>
/// <param name="Own">How much of that is its own.</param>
/// <param name="Head">The headings, where there is little room or not.</param>
/// <param name="Cells">The values of a frame; of frames that share a line, those of the first and the sum of their own.</param>
internal sealed record TreeColumns(Func<CallNode, long> Weight, Func<CallNode, long> Own, Func<bool, string> Head, Func<CallNode, IReadOnlyList<CallNode>, bool, string> Cells)
{
    /// <summary>Time on the elapsed axis, by states.</summary>
    public static TreeColumns Time { get; } = new(
        node => Math.Max(node.ElapsedTotal.TotalNs, node.TaskTotal.TotalNs),
        node => Math.Max(node.ElapsedSelf.TotalNs, node.TaskSelf.TotalNs),
        narrow => $"{"elapsed",8} " + (narrow ? $"{"own",8} {"mostly",-8}" : $"{"running",8} {"waiting",8} {"ready",8} {"blocked",8}"),
        (node, chain, narrow) =>
        {
            TimeByState own = chain.Select(frame => frame.ElapsedSelf).Aggregate((a, b) => a + b);
            return $"{DurationText.Of(node.ElapsedTotal.TotalNs),8} {(narrow ? TextReport.Own(own) : TextReport.States(own))}";
        });

    /// <summary>Bytes.</summary>
    public static TreeColumns Allocated { get; } = new(
        node => node.UsedTotal.AllocatedBytes,
        node => node.UsedSelf.AllocatedBytes,
        _ => $"{"alloc",8} {"own",8}",
        (node, chain, _) => $"{SizeText.Of(node.UsedTotal.AllocatedBytes),8} {SizeText.Of(chain.Sum(frame => frame.UsedSelf.AllocatedBytes)),8}");

    /// <summary>Processors: time on one, of its own that too, what the system worked of it, waiting for one, and what held the thread otherwise.</summary>
    public static TreeColumns Cpu { get; } = CpuOf(node => node.TaskTotal.RunningNs + node.TaskTotal.BlockedNs, OnThreads, (chain, used) => DurationText.Of(Math.Max(0, chain.Sum(OnThreads) - used)));

    /// <summary>The same where only some of the recordings that are added up measured it: time on threads is that of all of them, so that nothing says what held the others.</summary>
    public static TreeColumns CpuInSome { get; } = CpuOf(node => node.UsedTotal.CpuNs + node.UsedTotal.PreemptedNs, node => node.UsedSelf.CpuNs + node.UsedSelf.PreemptedNs, (_, _) => "-");

    /// <summary>Whether what is told of a frame's use of processors is told of the async method above it: they are not measured below that.</summary>
    public static bool IsPartOfAnother(CallNode node) => node.Kind == FrameKind.Leaf || node.Frame.IsSampled;

    /// <summary>How long a frame itself held threads, with what it called synchronously and blocked on: what it was neither on a processor nor waited for one, it slept, or waited for a lock or the system.</summary>
    public static long OnThreads(CallNode node)
    {
        long sum = 0;
        var work = new Stack<CallNode>([node]);
        while (work.TryPop(out CallNode? next))
        {
            sum += next.TaskSelf.RunningNs + next.TaskSelf.BlockedNs;
            foreach (CallNode child in next.Children.Where(IsPartOfAnother))
                work.Push(child);
        }

        return sum;
    }

    /// <param name="weight">How much a frame with all below it matters.</param>
    /// <param name="ownWeight">How much of that is its own.</param>
    /// <param name="held">What held the threads of frames that share a line, from what they used.</param>
    private static TreeColumns CpuOf(Func<CallNode, long> weight, Func<CallNode, long> ownWeight, Func<IReadOnlyList<CallNode>, long, string> held) => new(
        weight,
        ownWeight,
        narrow => $"{"cpu",8} {"own",8}" + (narrow ? "" : $" {"system",8} {"preempt",8} {"held",8}"),
        (node, chain, narrow) =>
        {
            ResourceUse own = chain.Select(frame => frame.UsedSelf).Aggregate((a, b) => a + b);
            string rest = narrow ? "" : $" {DurationText.Of(own.SystemNs),8} {DurationText.Of(own.PreemptedNs),8} {held(chain, own.CpuNs + own.PreemptedNs),8}";
            return $"{DurationText.Of(node.UsedTotal.CpuNs),8} {DurationText.Of(own.CpuNs),8}{rest}";
        });
}
