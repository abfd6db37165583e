using AsyncProf.Spans;

namespace AsyncProf.Runtime.Tests.Spans;

public class TracePacerTests
{
    private const int Room = 256;

    [Fact]
    public void Close_WhatFits_LeavesInItsOrder()
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        PlannedTrace[] traces = [Offer(pacer, 1, 30, 10), Offer(pacer, 1, 10, 10), Offer(pacer, 2, 20, 80)];

        Assert.Equal(traces, pacer.Close(Room));
        Assert.Equal(0, pacer.Refused);
        Assert.Empty(pacer.Close(Room));
    }

    [Fact]
    public void Close_TooMany_TheSlowestOfEachNameLeave()
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        PlannedTrace slow = Offer(pacer, 1, 1_000_000, 4);
        for (int i = 0; i < 500; i++)
            Offer(pacer, 1, 1_000 + i, 4);
        PlannedTrace slowOfAnother = Offer(pacer, 2, 9, 4);
        for (int i = 0; i < 500; i++)
            Offer(pacer, 2, 1 + (i % 8), 4);

        IReadOnlyList<PlannedTrace> left = pacer.Close(Room);

        Assert.Contains(slow, left);
        Assert.Contains(slowOfAnother, left);
        Assert.Equal(Room, left.Sum(trace => trace.Spans.Count));
        Assert.Equal(1_002 - left.Count, pacer.Refused);
    }

    [Fact]
    public void Close_TooMany_TheRestIsAUniformSample()
    {
        const int Count = 1_000, Rounds = 400;
        var pacer = new TracePacer(new Random(20261122)) { Room = Room };
        int fast = 0, taken = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
                Offer(pacer, 1, 1 + ((i * 7919) % Count), 1);
            foreach (PlannedTrace trace in pacer.Close(Room))
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
    public void Close_ATraceLargerThanTheRoom_LeavesAlone()
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        PlannedTrace large = Offer(pacer, 1, 10, 600);
        Offer(pacer, 1, 9, 10);

        Assert.Equal([large], pacer.Close(Room));
        Assert.Equal(1, pacer.Refused);
    }

    [Fact]
    public void Close_WithoutRoom_LetsNothingLeave()
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        Offer(pacer, 1, 10, 1);

        Assert.Empty(pacer.Close(0));
        Assert.Equal((1, 0, 0), (pacer.Refused, pacer.Held, pacer.HeldSpans));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(200)]
    public void Close_ALargeTraceThatIsTheSlowestOfItsName_LeavesBesideOthers(int spans)
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        Offer(pacer, 2, 30_000, 2);
        PlannedTrace large = Offer(pacer, 1, 200, spans);
        for (int i = 0; i < 40; i++)
            Offer(pacer, 3, 10 + i, 2);

        Assert.Contains(large, pacer.Close(Room));
    }

    [Fact]
    public void Offer_AnyNumber_HoldsLittleMoreThanTwoSecondsWorth()
    {
        var pacer = new TracePacer(new Random(1)) { Room = Room };
        for (int i = 0; i < 100_000; i++)
        {
            Offer(pacer, i % 50, i, 5);
            Assert.InRange(pacer.Held, 0, (2 * Room / 5) + 2);
        }

        int left = pacer.Close(Room).Count;
        Assert.Equal(100_000, pacer.Refused + left);
    }

    /// <summary>As the emitter does: draws first, and plans only what has a chance. Every one that does not leave is counted.</summary>
    private static PlannedTrace Offer(TracePacer pacer, int name, long duration, int spans)
    {
        PlannedSpan[] plan = new PlannedSpan[spans];
        Array.Fill(plan, new PlannedSpan { Name = "M", Node = 0 });
        double? lot = pacer.Draw(name, duration);
        var trace = new PlannedTrace([.. plan], name, duration, default, true, default, lot ?? 1);
        if (lot is not null)
            pacer.Offer(trace);
        return trace;
    }
}
