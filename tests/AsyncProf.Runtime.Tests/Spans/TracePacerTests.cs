using AsyncProf.Spans;

namespace AsyncProf.Runtime.Tests.Spans;

public class TracePacerTests
{
    private const int Room = 100;

    [Fact]
    public void Close_WhatFits_LeavesInItsOrder()
    {
        var pacer = new TracePacer(Room, new Random(1));
        PlannedTrace[] traces = [Offer(pacer, 1, 30, 10), Offer(pacer, 1, 10, 10), Offer(pacer, 2, 20, 80)];

        Assert.Equal(traces, pacer.Close());
        Assert.Equal(0, pacer.Refused);
        Assert.Empty(pacer.Close());
    }

    [Fact]
    public void Close_TooMany_TheSlowestOfEachNameLeave()
    {
        var pacer = new TracePacer(Room, new Random(1));
        PlannedTrace slow = Offer(pacer, 1, 1_000_000, 5);
        for (int i = 0; i < 500; i++)
            Offer(pacer, 1, 1_000 + i, 5);
        PlannedTrace slowOfAnother = Offer(pacer, 2, 9, 5);
        for (int i = 0; i < 500; i++)
            Offer(pacer, 2, 1 + (i % 8), 5);

        IReadOnlyList<PlannedTrace> left = pacer.Close();

        Assert.Contains(slow, left);
        Assert.Contains(slowOfAnother, left);
        Assert.Equal(Room, left.Sum(trace => trace.Spans.Count));
        Assert.Equal(1_002 - left.Count, pacer.Refused);
    }

    [Fact]
    public void Close_TooMany_TheRestIsAUniformSample()
    {
        const int Count = 1_000, Rounds = 400;
        var pacer = new TracePacer(Room, new Random(20261122));
        int fast = 0, taken = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
                Offer(pacer, 1, 1 + ((i * 7919) % Count), 1);
            foreach (PlannedTrace trace in pacer.Close())
            {
                if (trace.Duration > Count - (Room / 2))
                    continue; // those that are there for being slow
                taken++;
                if (trace.Duration <= (Count - (Room / 2)) / 2)
                    fast++;
            }
        }

        Assert.InRange(taken, Rounds * Room * 0.45, Rounds * Room * 0.55);
        Assert.InRange(fast, taken * 0.45, taken * 0.55);
    }

    [Fact]
    public void Close_ATraceLargerThanTheRoom_LeavesAndTheNextSecondsPay()
    {
        var pacer = new TracePacer(Room, new Random(1));
        PlannedTrace large = Offer(pacer, 1, 10, 250);

        Assert.Equal([large], pacer.Close());
        Offer(pacer, 1, 10, 60);
        Assert.Empty(pacer.Close()); // 150 to pay
        Offer(pacer, 1, 10, 60);
        Assert.Single(pacer.Close()); // 50 to pay
        Assert.Equal(1, pacer.Refused);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(80)]
    public void Close_ALargeTraceThatIsTheSlowestOfItsName_LeavesBesideOthers(int spans)
    {
        var pacer = new TracePacer(Room, new Random(1));
        Offer(pacer, 2, 30_000, 2);
        PlannedTrace large = Offer(pacer, 1, 200, spans);
        for (int i = 0; i < 40; i++)
            Offer(pacer, 3, 10 + i, 2);

        Assert.Contains(large, pacer.Close());
    }

    [Fact]
    public void Offer_AnyNumber_HoldsLittleMoreThanTwoSecondsWorth()
    {
        var pacer = new TracePacer(Room, new Random(1));
        for (int i = 0; i < 100_000; i++)
        {
            Offer(pacer, i % 50, i, 5);
            Assert.InRange(pacer.Held, 0, (2 * Room / 5) + 2);
        }

        int left = pacer.Close().Count;
        Assert.Equal(100_000, pacer.Refused + left);
    }

    /// <summary>As the emitter does: draws first, and plans only what has a chance. Every one that does not leave is counted.</summary>
    private static PlannedTrace Offer(TracePacer pacer, int name, long duration, int spans)
    {
        PlannedSpan[] plan = new PlannedSpan[spans];
        Array.Fill(plan, new PlannedSpan { Name = "M", Node = 0 });
        double? lot = pacer.Draw(name, duration);
        var trace = new PlannedTrace(plan, name, duration, default, true, default, lot ?? 1);
        if (lot is not null)
            pacer.Offer(trace);
        return trace;
    }
}
