using AsyncProf.Budgets;

namespace AsyncProf.Core.Tests.Budgets;

public class MemoryBudgetTests
{
    [Fact]
    public void Charge_OfMoreThanIsLeft_IsRefusedAndChargesNothing()
    {
        var budget = new MemoryBudget(100);
        budget.Charge(60);

        Assert.Throws<MemoryBudgetException>(() => budget.Charge(41));
        Assert.Equal(60, budget.Used);
        budget.Charge(40);
        Assert.Equal(100, budget.Used);
    }

    [Fact]
    public void Charge_OfTheLargestNumber_DoesNotOverflow()
    {
        var budget = new MemoryBudget(100);

        Assert.Throws<MemoryBudgetException>(() => budget.Charge(long.MaxValue));
    }

    [Fact]
    public void Dispose_OfAnAccount_GivesBackWhatItHeld()
    {
        var budget = new MemoryBudget(100);
        budget.Charge(10);
        using (MemoryAccount account = budget.Open())
        {
            account.Charge(50);
            account.Set(70);
            account.Release(5);
            Assert.Equal((65L, 75L, 25L), (account.Held, budget.Used, account.Left));
        }

        Assert.Equal(10, budget.Used);
    }

    [Fact]
    public void Guard_OfTooMuch_IsBadData() =>
        Assert.Equal("reading it takes more than 512 MiB of memory", Assert.Throws<InvalidDataException>(() => MemoryBudgetException.Guard<int>(() => throw new MemoryBudgetException(512 << 20))).Message);
}
