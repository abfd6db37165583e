using AsyncProf.Events;
using AsyncProf.Profiles;
using Xunit;

namespace AsyncProf.Testing;

/// <summary>What is expected of one method, in ticks of the virtual clock (milliseconds). Every expectation returns the same reading.</summary>
public sealed class MethodReading(MethodRow row, ProfileReading profile)
{
    public MethodRow Row { get; } = row;

    public MethodReading Calls(long calls, long? outermost = null)
    {
        Assert.Equal(calls, Row.Calls);
        Assert.Equal(outermost ?? calls, Row.OutermostCalls);
        return this;
    }

    public MethodReading Wall(long ticks) => Expect(ticks, Row.WallNs, nameof(Wall));

    public MethodReading Running(long ticks) => Expect(ticks, Row.TaskSelf.RunningNs, nameof(Running));

    public MethodReading Waiting(long ticks) => Expect(ticks, Row.TaskSelf.WaitingNs, nameof(Waiting));

    public MethodReading Ready(long ticks) => Expect(ticks, Row.TaskSelf.ReadyNs, nameof(Ready));

    public MethodReading Blocked(long ticks) => Expect(ticks, Row.TaskSelf.BlockedNs, nameof(Blocked));

    public MethodReading TaskSelf(long ticks) => Expect(ticks, Row.TaskSelf.TotalNs, nameof(TaskSelf));

    public MethodReading TaskTotal(long ticks) => Expect(ticks, Row.TaskTotalNs, nameof(TaskTotal));

    public MethodReading ElapsedSelf(long ticks) => Expect(ticks, Row.ElapsedSelf.TotalNs, nameof(ElapsedSelf));

    public MethodReading ElapsedTotal(long ticks) => Expect(ticks, Row.ElapsedTotalNs, nameof(ElapsedTotal));

    public MethodReading Errors(long count)
    {
        Assert.Equal(count, Row.Errors);
        return this;
    }

    /// <summary>Somewhere in the tree this method is directly above the given frame.</summary>
    public MethodReading Awaits(string frame)
    {
        Assert.Contains(profile.Frames(), node => node.Name == Row.Method && node.Children.Any(child => child.Name == frame || IsNamedByCode(child, frame)));
        return this;
    }

    /// <summary>Whether a wait is the one that events alone tell less of; only a live process has code that tells more.</summary>
    private static bool IsNamedByCode(CallNode node, string frame) => node.Frame.Wait switch
    {
        WaitKind.Task => frame == "await Task",
        WaitKind.CompletedBy => frame == $"await Task, completed by {node.Frame.Target}",
        WaitKind.ResumedBy => frame == $"await (unknown), resumed by {node.Frame.Target}",
        WaitKind.Named or WaitKind.OneOf => frame.StartsWith("await (unknown)", StringComparison.Ordinal) && !node.Frame.Target.StartsWith("Task.", StringComparison.Ordinal),
        _ => false,
    };

    private MethodReading Expect(long ticks, long ns, string what)
    {
        profile.Near(ticks, ns, $"{Row.Method}.{what}");
        return this;
    }
}
