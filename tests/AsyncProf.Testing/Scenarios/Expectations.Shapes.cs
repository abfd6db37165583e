using AsyncProf.Events;
using Xunit;

namespace AsyncProf.Testing.Scenarios;

/// <content>The shapes: each way to await, start and block.</content>
internal static partial class Expectations
{
    private static IReadOnlyDictionary<string, Action<ProfileReading>> Shapes => new Dictionary<string, Action<ProfileReading>>(StringComparer.Ordinal)
    {
        ["ConfigureAwait"] = p =>
        {
            p.Operation("ConfigureAwait").Calls(1).Wall(60).Waiting(40).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(1).Wall(20);
        },
        ["CancelledDelay"] = p => p.Operation("CancelledDelay").Calls(1).Wall(51).Waiting(50).Running(1),
        ["ValueTaskChain"] = p => p.Near(100, p.Stack("ValueTaskChain", "Value3", "Value2", "Value1", "await Task.Delay").ElapsedSelf.WaitingNs, "the leaf"),
        ["Iterator"] = p =>
        {
            p.Operation("Iterator").Calls(1).Wall(70).Running(30).Waiting(0).Awaits("Items");
            p.Operation("Items").Calls(1).Wall(40).Waiting(40).ElapsedTotal(40);
        },
        ["TaskRunAsync"] = RunsAsync("TaskRunAsync"),
        ["StartNewUnwrap"] = RunsAsync("StartNewUnwrap"),
        ["TaskRunThrows"] = p =>
        {
            p.Operation("Throws").Calls(1).Running(20).Errors(1);
            p.Operation("TaskRunThrows").Calls(1).Errors(0).Running(1).Awaits("Throws");
        },
        ["TaskRunCompleted"] = p => p.Operation("ReturnsCompleted").Calls(1).Wall(20).Running(20),
        ["ContinueWithAwaited"] = p =>
        {
            p.Operation("ContinueWithAwaited").Wall(35).ElapsedSelf(0).Awaits("After");
            p.Operation("After").Calls(1).Running(5).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Wall(30).ElapsedTotal(30);
            Assert.Equal(["ContinueWithAwaited"], p.Roots);
        },
        ["ContinueWithDetached"] = p =>
        {
            // It is nobody's parent: what it continued is not below it, and it begins when it is queued.
            p.Operation("After").Calls(1).Running(5).Wall(5);
            p.Operation("ContinueWithDetached").Wall(60).ElapsedTotal(60);
            Assert.DoesNotContain(p.Frames(), node => node.Name == "After" && node.Children.Count > 0);
        },
        ["Lent"] = p =>
        {
            p.Operation("Lent").Ready(20).Awaits("(inlined Consume)");
            p.Operation("Consume").Running(20).Awaits("await Task, completed by Lent");
        },
        ["SourceAsynchronous"] = p =>
        {
            p.Operation("SourceAsynchronous").Calls(1).Ready(0).Awaits("Consume");
            p.Operation("Consume").Running(20);
        },
        ["Blocked"] = p =>
        {
            p.Operation("Blocked").Blocked(60).Running(5).Awaits("blocked on AsyncSleep").Awaits("AsyncSleep");
            p.Operation("AsyncSleep").TaskSelf(60).ElapsedTotal(0);
            Assert.Equal(["Blocked"], p.Roots);
        },
        ["BlockedOnRun"] = p =>
        {
            p.Operation("BlockedOnRun").Blocked(50).Ready(0).Awaits("Hold");
            p.Operation("Hold").Calls(1).Running(50);
        },
        ["WaitAll"] = p => p.Operation("WaitAll").Running(60).Blocked(0), // no event tells
        ["Relay"] = p =>
        {
            p.Operation("Relay").Wall(50).ElapsedSelf(0).Awaits("AsyncSleep");
            Assert.Equal(["Relay"], p.Roots);
            p.Counted(1, counts => counts.InferredEdges);
        },
        ["RelayTimesOut"] = p =>
        {
            p.Operation("RelayTimesOut").Wall(80).Waiting(40).Awaits("await Task").Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Wall(80).ElapsedTotal(40);
        },
        ["RelayCancelled"] = p =>
        {
            p.Operation("AwaitsRelay").Calls(1).Wall(100).Waiting(100).Awaits("await Task, completed by CancelAsync.lambda");
            p.Operation("Await").Awaits("AwaitsRelay");
            Assert.Equal(1, p.Operation("Await").Row.Canceled);
        },
        ["Pooled"] = p =>
        {
            p.Operation("Pooled").Wall(60).ElapsedSelf(0).Awaits("(pooled async method)");
            p.Operation("(pooled async method)").Wall(60).ElapsedTotal(60).ElapsedSelf(0).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(2).Wall(60);
            p.Counted(1, counts => counts.Pooled);
            Assert.Equal(["Pooled"], p.Roots);
        },
        ["PooledYield"] = p => Pooled(p, "PooledYield"),
        ["PooledYieldLater"] = p =>
        {
            Pooled(p, "PooledYieldLater");
            p.Counted(1, counts => counts.WrongYields);
            p.Operation("PooledYieldLater").Ready(0);
        },
        ["ChannelRead"] = p =>
        {
            p.Operation("ChannelRead").Running(4).Awaits("ReadAllAsync");
            p.Operation("ReadAllAsync").Waiting(38).Awaits("await (unknown)");
            p.Operation("Write").Calls(1).Wall(40);
        },
        ["Semaphore"] = p =>
        {
            p.Operation("Locked").Calls(2).Waiting(100).Awaits("await Task, completed by Locked").Awaits("await Task.Delay");
            p.Operation("Semaphore").Wall(60).ElapsedTotal(60);
        },
        ["AsyncVoid"] = p => p.Operation("Fire").Calls(1).Wall(20),
        ["SynchronousFault"] = p => p.Operation("SynchronousFault").Calls(1).Errors(0).Running(1),
        ["TwoAwaiters"] = p =>
        {
            p.Near(50, p.Stack("TwoAwaiters", "AwaitToo", "AsyncSleep").ElapsedTotal.TotalNs, "the second awaiter's");
            p.Operation("AsyncSleep").Calls(1).Wall(50).TaskSelf(50);
        },
        ["AwaiterThenJoin"] = p => p.Operation("AwaiterThenJoin").Wall(50).ElapsedSelf(0).Awaits("AsyncSleep"),
        ["JoinThenAwaiter"] = p => p.Operation("JoinThenAwaiter").Wall(50).ElapsedSelf(0).Awaits("AsyncSleep"),
        ["AwaiterThenContinuation"] = p =>
        {
            p.Operation("After").Calls(1).Running(5).Awaits("AsyncSleep");
            p.Operation("AwaiterThenContinuation").Wall(55).Awaits("After");
        },
        ["AwaiterThenRelay"] = p => p.Operation("AwaiterThenRelay").Wall(50).ElapsedSelf(0).Awaits("AsyncSleep"),
        ["JoinOfAsynchronousSource"] = p => p.Operation("JoinOfAsynchronousSource").Wall(80).Awaits("AsyncSleep"),
        ["FireAndForget"] = p =>
        {
            p.Operation("FireAndForget").Wall(20).ElapsedTotal(20);
            p.Operation("AsyncSleep").Wall(80).ElapsedTotal(80);
            Assert.Equal(RootKind.Detached, Assert.Single(p.Profile.Roots, root => root.Name == "AsyncSleep").Kind);
        },
        ["NotAwaited"] = p => Assert.Equal(1, p.Operation("AsyncSleep").Calls(1).Wall(20).Row.NotAwaited),
        ["HotAwaitedLate"] = p =>
        {
            p.Operation("HotAwaitedLate").Running(20).ElapsedSelf(20).TaskSelf(20);
            p.Operation("AsyncSleep").ElapsedTotal(40).Waiting(60).Wall(60);
        },
        ["Starved"] = p => p.Operation("Hold").Calls(1).Running(50),
        ["Periodic"] = p => p.Operation("Periodic").Calls(1).Wall(60).Waiting(60).Awaits("await (unknown)"),
        ["Scheduler"] = p =>
        {
            p.Operation("OnScheduler").Calls(1).Running(5).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(1).Wall(20);
            Assert.DoesNotContain(p.Frames(), node => node.Name == "Invoke");
        },
        ["Context"] = p =>
        {
            p.Operation("OnContext").Calls(1).Wall(25).Running(5).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(1).Wall(20).Waiting(20);
        },
        ["Parallel"] = p =>
        {
            p.Operation("ForEachAsync.lambda").Calls(1).Wall(20).Awaits("ForEachBody");
            p.Operation("ForEachBody").Calls(1).Wall(20);
        },
        ["CustomAwaiter"] = p => p.Operation("CustomAwaiter").Calls(1).Wall(40).Waiting(40).Awaits("await (unknown)"),
        ["AttachedChild"] = p =>
        {
            p.Operation("Parent").Calls(1).Running(0).Awaits("Hold");
            p.Operation("Hold").Calls(1).Running(50);
            p.Operation("AttachedChild").Wall(50).ElapsedSelf(0).Awaits("Parent");
        },
    };

    private static Action<ProfileReading> RunsAsync(string name) => p =>
    {
        // The delegate and the method that it is are one call.
        p.Operation("RunAsync").Calls(1).Wall(45).Running(15).Waiting(30);
        p.Operation(name).Wall(45).ElapsedSelf(0).Awaits("RunAsync");
        Assert.Equal([name], p.Roots);
    };

    private static void Pooled(ProfileReading p, string name)
    {
        const string Named = "PooledYields"; // where a live process tells it
        string pooled = p.Profile.Methods.Any(row => row.Method == Named) ? Named : "(pooled async method)";
        p.Operation(name).Calls(1).Awaits(pooled);
        p.Operation(pooled).ElapsedTotal(40).Awaits("AsyncSleep");
        Assert.Equal([name], p.Roots);
    }
}
