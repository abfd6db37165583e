using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

/// <summary>What samples saw below the frameworks' own methods, when those are folded.</summary>
public class SampledHidingTests
{
    private static readonly AsyncProfile Folded = Profile().FoldFramework();

    [Fact]
    public void FoldFramework_SynchronousCodeBelowAFrameworksRoot_IsInTheTreeAndIsNoRoot()
    {
        Assert.DoesNotContain(Folded.Roots, root => root.Name == "Shop.Parse");
        Assert.Equal(30, Folded.Tree.Children.Single(child => child.Name == "Shop.Parse").ElapsedTotal.RunningNs);
        Assert.Contains("Shop.Parse", TextReport.Trees(Folded, 10), StringComparison.Ordinal);
    }

    [Fact]
    public void FoldFramework_FrameworkCodeThatNoSampleWasIn_LeavesNothingBehind()
    {
        CallNode parse = Folded.Tree.Children.Single(child => child.Name == "Shop.Parse");

        CallNode read = Assert.Single(parse.Children);
        Assert.Equal(("Shop.Read", 0), (read.Name, read.Children.Count));
    }

    [Fact]
    public void Trees_ASynchronousLeafWithoutARoot_IsNoTree() => Assert.DoesNotContain("(profiling)", TextReport.Trees(Folded, 10), StringComparison.Ordinal);

    /// <summary>The frameworks' own operation, in which samples saw own code, and below that frameworks' code that only calls own code again.</summary>
    private static AsyncProfile Profile()
    {
        var to = new ProfileDataBuilder();
        int loop = Put(0, FrameKind.Method, "System.Loop", isFramework: true);
        int parse = Put(loop, FrameKind.Sync, "Shop.Parse"), lazy = Put(parse, FrameKind.Sync, "System.Lazy", isFramework: true);
        Charge(loop, calls: 1, running: 5);
        Charge(parse, calls: 0, running: 10);
        Charge(Put(lazy, FrameKind.Sync, "Shop.Read"), calls: 0, running: 20);
        Charge(Put(loop, FrameKind.Sync, "(profiling)"), calls: 0, running: 1);
        return new AsyncProfile(new RecordingInfo(), to.Build());

        int Put(int above, FrameKind kind, string name, bool isFramework = false) => to.Intern(above, to.Intern(new Frame(kind, name, isFramework)));

        void Charge(int stack, long calls, long running)
        {
            var time = new TimeByState(running, 0, 0, 0);
            to.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Nobody, -1), new Measures(calls, running, time, time)));
        }
    }
}
