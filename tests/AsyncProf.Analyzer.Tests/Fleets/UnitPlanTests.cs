using AsyncProf.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

public class UnitPlanTests
{
    [Theory]
    [InlineData(18, 2, true)]
    [InlineData(2, 18, true)]
    [InlineData(4, 4, true)]
    [InlineData(3, 3, false)]
    [InlineData(2, 4, false)]
    [InlineData(1, 50, false)]
    [InlineData(0, 20, false)]
    [InlineData(50, 50, true)]
    public void Of_SoManyInstances_AreUnitsWhereTheyCanProveSomething(int bases, int heads, bool areUnits) => Assert.Equal(areUnits, UnitPlan.Of(bases, heads).Slices == 0);

    [Fact]
    public void EnoughOfEach_AsManyOfBoth_AreUnits()
    {
        Assert.Equal(0, UnitPlan.Of(UnitPlan.EnoughOfEach, UnitPlan.EnoughOfEach).Slices);
        Assert.NotEqual(0, UnitPlan.Of(UnitPlan.EnoughOfEach - 1, UnitPlan.EnoughOfEach - 1).Slices);
    }
}
