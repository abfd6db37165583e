using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using AsyncProf.Decoding.Samples;
using AsyncProf.Samples;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Analyzer.Tests.Decoding.Samples;

/// <summary>Frames as the runtime names them, the outermost first, and what is left of them below an operation.</summary>
public class NamedStackTests
{
    private static readonly string[] Resumed = ["System.Threading.Thread+StartHelper!Run", "System.Threading.ThreadPoolWorkQueue!Dispatch", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1!MoveNext"];

    [Fact]
    public void Below_AnOperation_IsWhatItCalls()
    {
        NamedStack stack = Stack([.. Resumed, "Shop.Orders+<LoadAsync>d__3!MoveNext", "Shop.Parser!Parse", "System.String!Concat"]);

        Assert.Equal(["Shop.Parser.Parse", "System.String.Concat"], Names(stack, "Shop.Orders.LoadAsync"));
        Assert.Equal([false, true], stack.From(stack.BelowOf("Shop.Orders.LoadAsync")).Frames.Select(frame => frame.IsFramework));
    }

    [Fact]
    public void Below_AnOperationOfAnotherName_IsWhatWasResumedLastCalls() =>
        Assert.Equal(["Shop.Parser.Parse"], Names(Stack([.. Resumed, "Shop.Orders+<LoadAsync>d__3!MoveNext", "Shop.Parser!Parse"]), "LoadAsync (ambiguous)"));

    [Fact]
    public void Below_AContinuationThatRunsInline_IsThatOfTheInnermost()
    {
        string[] frames = [.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "System.Threading.Tasks.TaskCompletionSource`1!SetResult", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1!MoveNext", "Shop.B+<TwoAsync>d__2!MoveNext", "Shop.B!Work"];

        Assert.Equal(["Shop.B.Work"], Names(Stack(frames), "Shop.B.TwoAsync"));
    }

    [Fact]
    public void Below_ACallThatHasNotSuspended_IsOneFrameAndAPrefix()
    {
        SampledPath path = Path(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "Shop.B!TwoAsync", "System.Runtime.CompilerServices.AsyncMethodBuilderCore!Start", "Shop.B+<TwoAsync>d__2!MoveNext", "Shop.B!Work"]), "Shop.A.OneAsync");

        Assert.Equal([("Shop.B.TwoAsync", true), ("Shop.B.Work", false)], path.Frames.Select(frame => (frame.Name, frame.IsPrefix)));
    }

    [Fact]
    public void AddressesFrom_ACallThatHasNotSuspended_AreThoseOfWhatItIsCompiledTo()
    {
        string[] frames = [.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "Shop.B!TwoAsync", "System.Runtime.CompilerServices.AsyncMethodBuilderCore!Start", "Shop.B+<TwoAsync>d__2!MoveNext", "Shop.B!Work"];
        var stack = new NamedStack([.. frames.Select((frame, at) => Frame(frame)! with { Address = (ulong)at })], isManaged: true);
        int below = stack.BelowOf("Shop.A.OneAsync");

        Assert.Equal(3UL, stack.AddressAt(below - 1));
        Assert.Equal([("Shop.B.TwoAsync", 6UL), ("Shop.B.Work", 7UL)], stack.AddressesFrom(below).Select(at => (at.Frame.Name, at.Address)));
    }

    [Fact]
    public void Below_ARecursiveCallThatHasNotSuspended_IsThePrefixOfTheInnerOne() => Assert.Equal(
        ["Shop.A.OneAsync", "Shop.A.Work"],
        Names(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "Shop.A!OneAsync", "System.Runtime.CompilerServices.AsyncMethodBuilderCore!Start", "Shop.A+<OneAsync>d__1!MoveNext", "Shop.A!Work"]), "Shop.A.OneAsync"));

    [Fact]
    public void Below_WhereCodeAsksWhetherItIsToStop_IsLateAndCertainUpToOnesOwnCode()
    {
        SampledPath path = Path(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "Shop.A!Work", "System.Diagnostics.Stopwatch!GetTimestamp", "System.Threading.Thread!<PollGC>g__PollGCWorker|67_0"], isManaged: false), "Shop.A.OneAsync");

        Assert.Equal((true, 1), (path.IsLate, path.Certain));
        Assert.Equal([("Shop.A.Work", false), ("System.Diagnostics.Stopwatch.GetTimestamp", false)], path.Frames.Select(frame => (frame.Name, frame.IsExternal)));
    }

    [Fact]
    public void Below_WhatLeadsOutOfAMethod_IsNotCertainWhereItIsLate()
    {
        SampledPath path = Path(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder!AwaitUnsafeOnCompleted", "System.Threading.Tasks.TplEventSource!TraceOperationBegin", "AsyncProf.Capture.TplRecorder!Write@AsyncProf.Agent", "System.Threading.Thread!PollGC"]), "Shop.A.OneAsync");

        Assert.Equal((true, 0), (path.IsLate, path.Certain));
        Assert.Equal(["System.Runtime.CompilerServices.AsyncTaskMethodBuilder.AwaitUnsafeOnCompleted", "(profiling)"], path.Frames.Select(frame => frame.Name));
    }

    [Fact]
    public void Below_WhatLeadsOutOfAMethodWhereThatIsSeenAtOnce_IsOnlyLikelyToBeLate()
    {
        string[] frames = [.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder!AwaitUnsafeOnCompleted", "System.Threading.ThreadPool!UnsafeQueueUserWorkItem"];
        SampledPath managed = Path(Stack(frames), "Shop.A.OneAsync"), native = Path(Stack(frames, isManaged: false), "Shop.A.OneAsync");

        Assert.Equal((true, true, 0), (managed.IsLate, managed.IsSuspect, managed.Certain));
        Assert.Equal((false, false, 2), (native.IsLate, native.IsSuspect, native.Certain));
        Assert.All(managed.Frames.Take(1), frame => Assert.True(frame.IsMachinery));
    }

    [Fact]
    public void Below_NativeCode_IsExternal()
    {
        Assert.Equal([("System.Threading.Thread.Sleep", true)], Path(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext", "System.Threading.Thread!Sleep"], isManaged: false), "Shop.A.OneAsync").Frames.Select(frame => (frame.Name, frame.IsExternal)));
        Assert.Equal([("(native)", true)], Path(Stack([.. Resumed, "Shop.A+<OneAsync>d__1!MoveNext"], isManaged: false), "Shop.A.OneAsync").Frames.Select(frame => (frame.Name, frame.IsExternal)));
    }

    [Theory]
    [InlineData("System.Threading.LowLevelLifoSemaphore!WaitForSignal", true, false)]
    [InlineData("Shop.Program!Main", false, false)]
    [InlineData("AsyncProf.Transport.BatchPump!Run@AsyncProf.Agent", false, true)]
    public void IsIdle_OfAThreadOutside_IsWhereItWaitsForWork(string frame, bool isIdle, bool isOurs)
    {
        NamedStack stack = Stack(["System.Threading.Thread!StartCallback", frame]);
        Assert.Equal((isIdle, isOurs), (stack.IsIdle, stack.IsOurs));
    }

    [Theory]
    [InlineData("Shop.Orders+<>c__DisplayClass4_0!<LoadAsync>b__1", "Shop.Orders.LoadAsync.lambda")]
    [InlineData("Shop.Orders!<LoadAsync>g__Local|4_0", "Shop.Orders.LoadAsync.Local")]
    [InlineData("Program!<Main>$", "Program.Main")]
    [InlineData("Shop.List`1+<ReadAsync>d__2!MoveNext", "Shop.List`1.ReadAsync")]
    [InlineData("Shop.Map!Get[[System.__Canon]]", "Shop.Map.Get")]
    [InlineData("Shop.Parser+<ReadAsync>d__2!System.Collections.Generic.IAsyncEnumerator<System.Int32>.MoveNextAsync", "Shop.Parser.ReadAsync")]
    [InlineData("Shop.Parser+<ReadAsync>d__2!System.IAsyncDisposable.DisposeAsync", "Shop.Parser.ReadAsync")]
    [InlineData("Shop.Parser+<Items>d__3!System.Collections.Generic.IEnumerator<System.Int32>.get_Current", "Shop.Parser.Items")]
    [InlineData("Shop.Parser+<Items>d__3!<>m__Finally1", "Shop.Parser.Items")]
    [InlineData("Shop.Orders+_Closure$__4-0!_Lambda$__1", "Shop.Orders.lambda#2")]
    public void Name_OfACompilersMethod_IsThatOfTheMethodAsWritten(string frame, string expected) => Assert.Equal(expected, Frame(frame)!.Name);

    [Fact]
    public void Of_AStub_IsNothing() => Assert.Null(Frame("dynamicClass!IL_STUB_PInvoke"));

    [Fact]
    public void Below_ACallOfTheBaseClass_IsTheMethodOfThatClass() => Assert.Equal(
        ["Shop.JobBase.RunAsync"],
        Names(Stack([.. Resumed, "Shop.PickJob+<RunAsync>d__1!MoveNext", "Shop.PickJob!<>n__0", "Shop.JobBase!RunAsync"]), "Shop.PickJob.RunAsync"));

    [Fact]
    public void Below_AnIteratorWhosePartsCallEachOther_IsOneFrame() => Assert.Equal(
        ["Shop.Parser.Items", "Shop.Parser.Close"],
        Names(Stack([.. Resumed, "Shop.Orders+<LoadAsync>d__3!MoveNext", "Shop.Parser+<Items>d__3!System.IDisposable.Dispose", "Shop.Parser+<Items>d__3!<>m__Finally1", "Shop.Parser!Close"]), "Shop.Orders.LoadAsync"));

    [Fact]
    public void Of_ALambda_HasItsNumberWhereTheModuleIsKnown()
    {
        using var image = new PEReader(File.OpenRead(typeof(NamedStackTests).Assembly.Location));
        var index = new MetadataIndex();
        index.Add(image.GetMetadataReader());
        (Func<int> first, Func<Task> second) = (() => 1, async () => await Task.Yield());
        (string assembly, string type) = (typeof(NamedStackTests).Assembly.GetName().Name!, typeof(NamedStackTests).FullName!);
        string machine = second.Method.GetCustomAttributes(inherit: false).OfType<AsyncStateMachineAttribute>().Single().StateMachineType.FullName!;

        Assert.Equal($"{type}.{nameof(Of_ALambda_HasItsNumberWhereTheModuleIsKnown)}.lambda#1", NamedFrame.Of(first.Method.DeclaringType!.FullName!, first.Method.Name, assembly, index)!.Name);
        Assert.Equal($"{type}.{nameof(Of_ALambda_HasItsNumberWhereTheModuleIsKnown)}.lambda#2", NamedFrame.Of(machine, "MoveNext", assembly, index)!.Name);
    }

    private static string[] Names(NamedStack stack, string operation) => [.. Path(stack, operation).Frames.Select(frame => frame.Name)];

    private static SampledPath Path(NamedStack stack, string operation) => stack.From(stack.BelowOf(operation));

    private static NamedStack Stack(string[] frames, bool isManaged = true) => new([.. frames.Select(Frame).OfType<NamedFrame>()], isManaged);

    private static NamedFrame? Frame(string text)
    {
        string[] parts = text.Split('@'), names = parts[0].Split('!');
        return NamedFrame.Of(names[0], names[1], parts.Length > 1 ? parts[1] : names[0].StartsWith("System.", StringComparison.Ordinal) ? "System.Private.CoreLib" : "Shop");
    }
}
