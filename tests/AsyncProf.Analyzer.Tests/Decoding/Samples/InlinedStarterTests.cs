using AsyncProf.Decoding.Samples;
using AsyncProf.Samples;

namespace AsyncProf.Analyzer.Tests.Decoding.Samples;

/// <summary>Optimized code calls what an async method is compiled to from the method itself: what starts it in between is inlined.</summary>
public class InlinedStarterTests
{
    private static readonly NamedFrame Resumer = Frame("System.Threading.ExecutionContext", "RunInternal", "System.Private.CoreLib");

    [Fact]
    public void From_AMethodThatCallsAnotherWithoutItsStarter_NamesItOnce()
    {
        var stack = new NamedStack([Resumer, Machine("Handle"), Code("Load"), Machine("Load"), Code("Parse")], isManaged: true);

        SampledPath path = stack.From(stack.BelowOf("Shop.Service.Handle"));

        Assert.Equal([("Shop.Service.Load", true), ("Shop.Service.Parse", false)], path.Frames.Select(frame => (frame.Name, frame.IsPrefix)));
    }

    [Fact]
    public void BelowOf_AMethodThatCallsItselfWithoutItsStarter_KeepsTheInnerCall()
    {
        var stack = new NamedStack([Resumer, Machine("Walk"), Code("Walk"), Machine("Walk"), Code("Parse")], isManaged: true);

        SampledPath path = stack.From(stack.BelowOf("Shop.Service.Walk"));

        Assert.Equal([("Shop.Service.Walk", true), ("Shop.Service.Parse", false)], path.Frames.Select(frame => (frame.Name, frame.IsPrefix)));
    }

    [Fact]
    public void From_AnIteratorThatIsAskedForItsNextItem_IsNoCallThatHasNotSuspended()
    {
        var stack = new NamedStack([Resumer, Machine("Handle"), Machine("Items"), Code("Parse")], isManaged: true);

        SampledPath path = stack.From(stack.BelowOf("Shop.Service.Handle"));

        Assert.Equal([("Shop.Service.Items", false), ("Shop.Service.Parse", false)], path.Frames.Select(frame => (frame.Name, frame.IsPrefix)));
    }

    [Fact]
    public void From_AnAsyncIteratorThatIsAskedForItsNextItem_NamesItOnce()
    {
        NamedFrame next = Frame("Shop.Service+<Items>d__1", "MoveNextAsync", "Shop"), starter = Frame("System.Runtime.CompilerServices.AsyncIteratorMethodBuilder", "MoveNext", "System.Private.CoreLib");
        var stack = new NamedStack([Resumer, Machine("Handle"), next, starter, Machine("Items"), Code("Parse")], isManaged: true);

        SampledPath path = stack.From(stack.BelowOf("Shop.Service.Handle"));

        Assert.Equal([("Shop.Service.Items", true), ("Shop.Service.Parse", false)], path.Frames.Select(frame => (frame.Name, frame.IsPrefix)));
    }

    [Theory]
    [InlineData("AsyncProf.Direct.Receiver", "EventWriteTransfer", "AsyncProf.Direct.Receiver")] // made in the process
    [InlineData("StartupHook", "Initialize", "AsyncProf.Hook.1")]
    public void Of_WhatWeHaveLoadedIntoTheProcess_IsOurs(string type, string name, string assembly) => Assert.Equal(FrameRole.Profiling, Frame(type, name, assembly).Role);

    private static NamedFrame Machine(string method) => Frame($"Shop.Service+<{method}>d__1", "MoveNext", "Shop");

    private static NamedFrame Code(string method) => Frame("Shop.Service", method, "Shop");

    private static NamedFrame Frame(string type, string name, string assembly) => NamedFrame.Of(type, name, assembly)!;
}
