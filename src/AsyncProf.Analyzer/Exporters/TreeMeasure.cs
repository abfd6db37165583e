using AsyncProf.Profiles;

namespace AsyncProf.Exporters;

/// <summary>One number of each frame of a logical tree, of which a frame's own and its children's sum to its total.</summary>
/// <param name="Name">What it is: <c>elapsed</c>, <c>task</c>, or one state of them, <c>elapsed.waiting</c>; <c>allocated</c>, <c>cpu</c>.</param>
/// <param name="Total">The frame's with all below it.</param>
/// <param name="Self">The frame's own.</param>
/// <param name="Unit">What they are in: nanoseconds, or bytes.</param>
internal sealed record TreeMeasure(string Name, Func<CallNode, long> Total, Func<CallNode, long> Self, string Unit = "nanoseconds")
{
    private static readonly TreeMeasure Allocated = new("allocated", node => node.UsedTotal.AllocatedBytes, node => node.UsedSelf.AllocatedBytes, "bytes");

    private static readonly TreeMeasure Cpu = new("cpu", node => node.UsedTotal.CpuNs, node => node.UsedSelf.CpuNs);

    /// <summary>All of them; <c>elapsed</c> is the first, for viewers open on it.</summary>
    public static IReadOnlyList<TreeMeasure> All { get; } = [.. Of("elapsed", node => node.ElapsedTotal, node => node.ElapsedSelf), .. Of("task", node => node.TaskTotal, node => node.TaskSelf), Allocated, Cpu];

    /// <summary>The measure of a whole axis.</summary>
    public static TreeMeasure OfAxis(ProfileAxis axis) => axis switch
    {
        ProfileAxis.Allocated => Allocated,
        ProfileAxis.Cpu => Cpu,
        _ => All.First(measure => measure.Name == (axis == ProfileAxis.Elapsed ? "elapsed" : "task")),
    };

    private static IEnumerable<TreeMeasure> Of(string axis, Func<CallNode, TimeByState> total, Func<CallNode, TimeByState> self)
    {
        yield return Create(axis, times => times.TotalNs);
        yield return Create($"{axis}.running", times => times.RunningNs);
        yield return Create($"{axis}.waiting", times => times.WaitingNs);
        yield return Create($"{axis}.ready", times => times.ReadyNs);
        yield return Create($"{axis}.blocked", times => times.BlockedNs);

        TreeMeasure Create(string name, Func<TimeByState, long> part) => new(name, node => part(total(node)), node => part(self(node)));
    }
}
