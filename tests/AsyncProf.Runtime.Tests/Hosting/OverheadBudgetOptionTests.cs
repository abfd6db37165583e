using AsyncProf.Hosting;

namespace AsyncProf.Runtime.Tests.Hosting;

public class OverheadBudgetOptionTests
{
    [Fact]
    public void OverheadBudget_Unset_IsThreePercent() => Assert.Equal(0.03, new AsyncProfOptions().OverheadBudget);

    [Theory]
    [InlineData(0.001)]
    [InlineData(1)]
    public void OverheadBudget_InItsRange_IsTaken(double share) => Assert.Empty(new AsyncProfOptions { OverheadBudget = share }.Validate());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void OverheadBudget_OutOfItsRange_IsRefused(double share) =>
        Assert.Contains("AsyncProf.OverheadBudget must be 0.001 to 1", Assert.Single(new AsyncProfOptions { OverheadBudget = share }.Validate()), StringComparison.Ordinal);
}
