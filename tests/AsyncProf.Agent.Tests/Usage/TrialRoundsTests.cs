using AsyncProf.Usage;

namespace AsyncProf.Agent.Tests.Usage;

/// <summary>Which of what the rounds of a trial allocated is believed.</summary>
public class TrialRoundsTests
{
    [Fact]
    public void Agreed_WhereMoreThanHalfAreAlike_IsThat()
    {
        Assert.Equal(208, TrialRounds.Agreed([984, 0, 208, 208, 208]));
        Assert.Equal(0, TrialRounds.Agreed([0]));
    }

    [Fact]
    public void Agreed_WhereNoMoreThanHalfAreAlike_Refuses()
    {
        Assert.Throws<InvalidOperationException>(static () => TrialRounds.Agreed([208, 208, 416, 984]));
        Assert.Throws<InvalidOperationException>(static () => TrialRounds.Agreed([]));
    }
}
