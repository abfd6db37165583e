using AsyncProf.Frames;

namespace AsyncProf.Agent.Tests.Frames;

public class SecondBudgetTests
{
    [Fact]
    public void TryTake_MoreThanThereAre_RefusesTheRestAndCountsIt()
    {
        var budget = new SecondBudget(50);

        int taken = Enumerable.Range(0, 10_000).Count(_ => budget.TryTake());

        Assert.InRange(taken, 50, 100); // a second may have ended meanwhile
        Assert.Equal(10_000 - taken, budget.Refused);
    }

    [Fact]
    public void TryTake_InTheNextSecond_GivesAgain()
    {
        var budget = new SecondBudget(1);
        while (budget.TryTake())
        {
        }

        Assert.True(SpinWait.SpinUntil(budget.TryTake, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task TryTake_FromManyThreads_LosesNone()
    {
        var budget = new SecondBudget(100);

        int[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Count(_ => budget.TryTake()))));

        Assert.Equal(40_000, taken.Sum() + budget.Refused);
        Assert.InRange(taken.Sum(), 100, 20_000);
    }

    [Fact]
    public void TryTake_OfNothing_IsRefused() => Assert.False(new SecondBudget(0).TryTake());
}
