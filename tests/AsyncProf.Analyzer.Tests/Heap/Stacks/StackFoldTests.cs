using AsyncProf.Heap.Stacks;

namespace AsyncProf.Analyzer.Tests.Heap.Stacks;

public class StackFoldTests
{
    [Fact]
    public void Add_OfManyStacksBelowOneBlockedOperation_CountsOneThread()
    {
        var fold = new StackFold();
        for (int i = 0; i < 100; i++)
            fold.Add(blocked: 7, isUnreachable: false, due: i);
        fold.Add(blocked: 9, isUnreachable: true, due: null);
        fold.Add(blocked: null, isUnreachable: false, due: null);

        PendingStack stack = fold.ToStack([new PendingFrame(PendingKind.Suspended, "Shop.Orders.GetAsync")]);

        Assert.Equal((102, 2, 1, (0L, 99L)), (stack.Count, stack.Blocking, stack.Unreachable, stack.Due!.Value));
    }
}
