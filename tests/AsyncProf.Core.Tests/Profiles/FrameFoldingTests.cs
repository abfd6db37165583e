using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Transforms;

namespace AsyncProf.Core.Tests.Profiles;

public class FrameFoldingTests
{
    [Fact]
    public void Fold_FrameworkAboveAndBelowOwn_LosesNoTimeAndKeepsStates()
    {
        CallNode tree = Node("(root)", FrameKind.All, 0, [
            Node("GET /", FrameKind.Entry, 1, [
                Node("Microsoft.Routing", FrameKind.Method, 2, [
                    Node("Shop.Get", FrameKind.Method, 4, [
                        Node("System.Net.Send", FrameKind.Method, 8, [
                            Node("System.Net.Connect", FrameKind.Method, 16, []),
                            Wait(32)])])])])]);

        CallNode folded = FrameFolding.Fold(tree, node => node.IsFramework);

        Assert.Equal(tree.ElapsedTotal, folded.ElapsedTotal);
        CallNode request = Assert.Single(folded.Children);
        Assert.Equal(["Shop.Get", "Microsoft.Routing"], request.Children.Select(child => child.Name));
        CallNode send = Assert.Single(request.Children[0].Children);
        Assert.Equal("System.Net.Send", send.Name);
        Assert.Equal(FrameKind.Leaf, send.Kind);
        Assert.Equal(8 + 16 + 32, send.ElapsedSelf.RunningNs);
        Assert.Equal(1, send.Calls);
        Assert.Equal(2, request.Children[1].ElapsedSelf.RunningNs);
    }

    private static CallNode Wait(long running) => CallNode.Create(Frame.OfWait(WaitKind.Task, ""), 1, 0, new TimeByState(running, 0, 0, 0), default, []);

    private static CallNode Node(string name, FrameKind kind, long running, List<CallNode> children) =>
        CallNode.Create(new Frame(kind, name, kind == FrameKind.Method && !name.StartsWith("Shop", StringComparison.Ordinal)), 1, 0, new TimeByState(running, 0, 0, 0), default, children);
}
