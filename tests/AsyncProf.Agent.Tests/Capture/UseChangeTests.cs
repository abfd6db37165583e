using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Capture;

public class UseChangeTests
{
    [Theory]
    [InlineData(0, "7 8 9 10")]
    [InlineData(6, "7 8 9 10")]
    [InlineData(8, "9 10")]
    [InlineData(10, "")]
    public void After_OfAnEpoch_AreThoseSinceAsFarAsTheyAreKept(int epoch, string expected)
    {
        var change = new UseChange(0, MeasuredUse.None, default, null);
        for (int i = 0; i < 10; i++)
            change = change.Then(default);

        Assert.Equal(expected, string.Join(' ', change.After(epoch).Select(after => after.Epoch)));
    }

    [Fact]
    public void After_OfNoChange_IsEmpty() => Assert.Empty(new UseChange(0, MeasuredUse.None, default, null).After(0));
}
