using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Stacks;

namespace AsyncProf.Analyzer.Tests.Heap.Kept;

public class KeptHidingTests
{
    private static readonly PendingFrame Mine = new(PendingKind.Suspended, "Shop.Orders.GetAsync", "Orders.cs", 7);
    private static readonly PendingFrame Theirs = new(PendingKind.Suspended, "System.Net.Http.HttpClient.SendAsync") { IsFramework = true };

    [Fact]
    public void Hide_OfAMethodThatAFrameworkAwaits_AddsThem()
    {
        KeptStack[] stacks = [StackOf(1, 2, 100, Mine), StackOf(2, 3, 50, Theirs, Mine)];

        KeptStack stack = Assert.Single(KeptHiding.Hide(new KeptHeap { Stacks = stacks }, out IReadOnlyDictionary<int, int> shown, out long hidden));

        Assert.Equal((5, 150L, 2L, 0L), (stack.Count, stack.Own, stack.Objects, hidden));
        Assert.Equal([Mine], stack.Frames);
        Assert.Equal(("rows", 150L), (stack.Locals[0].Name, stack.Locals[0].Bytes));
        Assert.Equal([new KeptType("System.Byte[]", 150, 2)], stack.Locals[0].Types);
        Assert.Equal(1, shown[2]);
    }

    [Fact]
    public void Hide_OfAFrameworksMethodThatMineAwaits_TellsItsLocalsThere()
    {
        KeptStack[] stacks = [StackOf(1, 2, 100, Mine), StackOf(2, 2, 30, Mine, Theirs)];

        KeptStack stack = Assert.Single(KeptHiding.Hide(new KeptHeap { Stacks = stacks }, out _, out _));

        Assert.Equal((2, 130L), (stack.Count, stack.Own));
        Assert.Equal(["rows", "rows of System.Net.Http.HttpClient.SendAsync"], stack.Locals.Select(local => local.Name));
    }

    [Fact]
    public void Hide_OfAFrameworksMethodThatNobodyOfMineAwaits_CountsItsBytes()
    {
        Assert.Empty(KeptHiding.Hide(new KeptHeap { Stacks = [StackOf(1, 1, 70, Theirs)] }, out IReadOnlyDictionary<int, int> shown, out long hidden));

        Assert.Equal(70, hidden);
        Assert.Empty(shown);
    }

    [Fact]
    public void Hide_OfWhatIsSharedByStacksThatBecomeOne_CountsItOnce()
    {
        var shared = new SharedObjects(400, 1, 2, [1, 2], [(1, "all"), (2, "all")], []);

        KeptStack stack = Assert.Single(KeptHiding.Hide(new KeptHeap { Stacks = [StackOf(1, 1, 10, Mine), StackOf(2, 1, 10, Theirs, Mine)], Groups = [shared] }, out _, out _));

        Assert.Equal(400, stack.Shared);
    }

    private static KeptStack StackOf(int id, int count, long bytes, params PendingFrame[] frames) =>
        new(id, count, frames) { Own = bytes, Objects = 1, Locals = [new KeptLocal("rows", bytes, 1, [new KeptType("System.Byte[]", bytes, 1)])] };
}
