using AsyncProf.Heap.Stacks;

namespace AsyncProf.Analyzer.Tests.Heap.Stacks;

public class StackHidingTests
{
    private static readonly PendingFrame Mine = new(PendingKind.Suspended, "Shop.Orders.GetAsync", "Orders.cs", 7);
    private static readonly PendingFrame Theirs = new(PendingKind.Suspended, "System.Net.Http.HttpClient.SendAsync") { IsFramework = true };
    private static readonly PendingFrame Leaf = new(PendingKind.Leaf, "a socket");

    [Fact]
    public void Hide_OfStacksThatDifferInTheFrameworksMethodsOnly_AddsThem()
    {
        PendingStack[] stacks = [new(2, [Mine, Theirs, Leaf]) { Blocked = [3], Due = (10, 20) }, new(3, [Theirs, Mine, Leaf]) { Due = (5, 15) }];

        PendingStack stack = Assert.Single(StackHiding.Hide(stacks, out int hidden));

        Assert.Equal(0, hidden);
        Assert.Equal([Mine, Leaf], stack.Frames);
        Assert.Equal((5, 1, (5L, 20L)), (stack.Count, stack.Blocking, stack.Due!.Value));
    }

    [Fact]
    public void Hide_OfStacksBelowTheSameBlockedOperation_CountsItsThreadOnce()
    {
        PendingStack[] stacks = [new(2, [Mine, Theirs, Leaf]) { Blocked = [3] }, new(3, [Theirs, Mine, Leaf]) { Blocked = [3, 4] }, new(1, [Mine, Theirs, Theirs, Leaf])];

        Assert.Equal((6, 2), Assert.Single(StackHiding.Hide(stacks, out _)) is var stack ? (stack.Count, stack.Blocking) : default);
    }

    [Fact]
    public void Hide_OfTheFrameworksAlone_CountsThem()
    {
        PendingStack[] stacks = [new(4, [Theirs, Leaf]), new(1, [Mine with { Line = 8 }, Leaf]), new(1, [Mine, Leaf])];

        IReadOnlyList<PendingStack> shown = StackHiding.Hide(stacks, out int hidden);

        Assert.Equal(4, hidden);
        Assert.Equal([8, 7], shown.Select(stack => stack.Frames[0].Line));
    }

    [Fact]
    public void Hide_OfWhoJoins_BeginsWithWhoIsJoined()
    {
        PendingStack[] stacks = [new(1, [Theirs, new PendingFrame(PendingKind.Join, "Task.Run"), Mine, Leaf])];

        Assert.Equal([Mine, Leaf], Assert.Single(StackHiding.Hide(stacks, out _)).Frames);
    }
}
