using AsyncProf.Edges;

namespace AsyncProf.Agent.Tests.Edges;

public class WhenEachWaitTests
{
    [Fact]
    public void Ends_WithAnIterator_IsToldAtOnce()
    {
        var wait = new WhenEachWait();
        wait.IteratedBy(7);

        Assert.Equal(7, wait.Ends(1));
        Assert.Equal(0, wait.Next());
    }

    [Fact]
    public void Next_AfterTasksEndedBefore_GivesEachOnce()
    {
        var wait = new WhenEachWait();
        Assert.Equal(0, wait.Ends(1));
        Assert.Equal(0, wait.Ends(2));

        Assert.Equal([1, 2, 0], new[] { wait.Next(), wait.Next(), wait.Next() });
    }

    [Fact]
    public void Ends_ManyBeforeAnybodyIterates_KeepsSome()
    {
        var wait = new WhenEachWait();
        for (int task = 1; task <= 1000; task++)
            wait.Ends(task);

        int kept = 0;
        while (wait.Next() != 0)
            kept++;
        Assert.Equal(64, kept);
    }
}
