using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>Where pauses lie between the sessions of a recording.</summary>
public class SessionPausesTests
{
    private static readonly Guid Some = new("2e5dba47-a3d2-4d16-8ee0-6671ffdcd7b5");

    [Fact]
    public void Next_AfterAPause_SaysWhenItBegan()
    {
        var pauses = new SessionPauses();
        pauses.See(Some, 100);
        pauses.See(Some, 130);

        Assert.Equal(130, pauses.Next(200));
        Assert.Equal((1, 70), (pauses.Count, pauses.Ticks));
    }

    [Fact]
    public void Next_AfterARundown_BeganWithIt()
    {
        var pauses = new SessionPauses();
        pauses.See(Some, 100);
        pauses.See(RundownReader.Rundown, 110);
        pauses.See(RundownReader.Rundown, 150);

        Assert.Equal(110, pauses.Next(200));
        pauses.See(Some, 210);
        Assert.Equal(210, pauses.Next(300));
        Assert.Equal((2, 180), (pauses.Count, pauses.Ticks));
    }

    [Fact]
    public void Next_OfASessionThatWentOnBesides_IsNoPause()
    {
        var pauses = new SessionPauses();
        pauses.See(Some, 100);

        Assert.Null(pauses.Next(50));
        Assert.True(pauses.IsBeside);
        pauses.See(Some, 400);
        Assert.Equal(100, pauses.Next(130));
        Assert.False(pauses.IsBeside);
        Assert.Equal((1, 30), (pauses.Count, pauses.Ticks));
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(300, false)]
    [InlineData(20, false)]
    public void Close_WhereWhatWentOnBesidesLastedLonger_IsAPause(long end, bool expected)
    {
        var pauses = new SessionPauses();
        pauses.See(Some, 100);
        pauses.Next(10);
        pauses.See(Some, 11);
        pauses.See(RundownReader.Rundown, end);
        pauses.See(RundownReader.Rundown, end + 1_000);

        Assert.Equal(expected ? (100L, end) : null, pauses.Close(frequency: 100));
        Assert.Equal(expected ? (1, 201) : (0, 0), (pauses.Count, pauses.Ticks));
    }

    [Fact]
    public void Close_WithoutOneBesides_IsNoPause()
    {
        var pauses = new SessionPauses();
        pauses.See(Some, 100);

        Assert.Null(pauses.Close(frequency: 1));
    }

    [Fact]
    public void Next_OfTimesThatCannotBe_DoesNotOverflow()
    {
        var pauses = new SessionPauses();
        pauses.See(Some, long.MinValue);
        for (int i = 0; i < 100; i++)
        {
            pauses.Next(long.MaxValue - 100 + i);
            pauses.See(Some, long.MinValue);
        }

        Assert.InRange(pauses.Ticks, 0, long.MaxValue / 64);
    }
}
