using AsyncProf.Events.Batches;

namespace AsyncProf.Core.Tests.Events.Batches;

/// <summary>What a session wishes of an agent, on its way there.</summary>
public class SessionWishesTests
{
    private static readonly SessionWishes Several = new() { ExactEdges = true, Budget = 0.035, Capture = CaptureMode.Listener, Measured = MeasuredUse.Allocations | MeasuredUse.Cpu };

    [Fact]
    public void ToArguments_OfNothing_IsTheMode() => Assert.Equal("mode=record", SessionWishes.None.ToArguments());

    [Fact]
    public void ToArguments_OfSeveral_AreThese() => Assert.Equal("mode=record;edges=exact;budget=0.035;capture=listener;measure=alloc,cpu", Several.ToArguments());

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        foreach (SessionWishes wishes in (SessionWishes[])[SessionWishes.None, Several, Several with { Capture = CaptureMode.Direct }, Several with { ExactEdges = false, Budget = 1 }, SessionWishes.None with { Measured = MeasuredUse.Cpu }])
            Assert.Equal(wishes, SessionWishes.Read(Arguments(wishes.ToArguments())));
    }

    [Fact]
    public void ToArguments_OfWaits_SayNothingToAnAgentAndNeedNone()
    {
        SessionWishes waits = SessionWishes.None with { Waits = true };

        Assert.Equal((SessionWishes.None.ToArguments(), false), (waits.ToArguments(), waits.NeedAgent));
        Assert.True((waits with { ExactEdges = true }).NeedAgent);
    }

    [Theory]
    [InlineData("mode=record;edges=1;budget=x;capture=x")]
    [InlineData("mode=record;budget=0;other=1")]
    [InlineData("mode=record;budget=1.5;capture=Listener")]
    [InlineData("mode=record;budget=NaN;measure=all,,")]
    public void Read_WhatMakesNoSense_IsLeftOut(string arguments) => Assert.Equal(SessionWishes.None, SessionWishes.Read(Arguments(arguments)));

    [Fact]
    public void Read_AnotherMode_IsNotSentAnything()
    {
        Assert.Null(SessionWishes.Read(Arguments("mode=flush;edges=exact")));
        Assert.Null(SessionWishes.Read(Arguments("edges=exact")));
        Assert.Null(SessionWishes.Read(null));
    }

    [Fact]
    public void And_OneWhoCameLater_SatisfiesBothAndReceivesAsBefore()
    {
        var first = new SessionWishes { Budget = 0.03, Capture = CaptureMode.Direct };

        Assert.Equal(Several with { Capture = CaptureMode.Direct }, first.And(Several));
        Assert.Equal(Several, Several.And(first));
        Assert.Equal(1, first.And(SessionWishes.None).Budget);
    }

    private static Dictionary<string, string?> Arguments(string text) => text.Split(';').Select(argument => argument.Split('=')).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
}
