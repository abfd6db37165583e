using AsyncProf.Profiles.Transforms;
using Xunit;

namespace AsyncProf.Testing.Scenarios;

/// <summary>
/// What must be said of each program of <c>AsyncProf.Workload</c> and of its simulated twin, in milliseconds: to the tick on the virtual clock, and
/// within the tolerance of <see cref="ProfileReading.Near"/> in real time.
/// </summary>
internal static partial class Expectations
{
    /// <summary>By the name of the program.</summary>
    public static IReadOnlyDictionary<string, Action<ProfileReading>> All { get; } = new Dictionary<string, Action<ProfileReading>>(StringComparer.Ordinal)
    {
        ["StartedEarlyEndsFirst"] = p =>
        {
            p.Operation("StartedEarlyEndsFirst").Calls(1).Wall(300).ElapsedTotal(300);
            p.Operation("AsyncSleep").Calls(2).Wall(400).Waiting(400);

            // Nobody is seen to await a task that has ended, and its caller was no operation yet when it began.
            Assert.Equal(["AsyncSleep", "StartedEarlyEndsFirst"], p.Roots);
        },
        ["StartedEarlyEndsLast"] = p =>
        {
            p.Operation("StartedEarlyEndsLast").Calls(1).Wall(400).ElapsedTotal(400);
            p.Operation("AsyncSleep").Calls(2).Wall(700).Waiting(700).ElapsedTotal(400);
            Assert.Equal(["StartedEarlyEndsLast"], p.Roots);
        },
        ["Recursion"] = p => p.Operation("Fibonacci").Calls(4, outermost: 1).Wall(400).Running(200).Waiting(200).ElapsedTotal(400),
        ["WorkerTwice"] = p =>
        {
            p.Operation("Worker").Calls(2).Wall(800).Waiting(300).Running(500);
            Assert.Equal(6, p.Stack("WorkerTwice", "Worker", "await Task.Delay").Calls);
        },
        ["FanOut"] = p =>
        {
            p.Operation("Concurrent").Calls(5).Wall(1200).Waiting(1200).Running(0).ElapsedTotal(280);
            p.Operation("FanOut").Wall(280).ElapsedTotal(280).TaskTotal(1200).TaskSelf(0);
        },
        ["WorkBetweenAwaits"] = p =>
        {
            p.Operation("FooIo").Calls(1).Wall(300).Running(100); // and an unknown prefix of 100
            p.Operation("Io").Calls(2).Wall(200).Waiting(200);
        },
        ["NestedAwaits"] = p =>
        {
            p.Operation("Foo").Calls(1).Wall(250).Waiting(150).Running(0).Awaits("Baz");
            p.Operation("Baz").Calls(1).Wall(100).Waiting(100).Running(0);
            p.Operation("Bar").Calls(1).Wall(200).Waiting(200).Running(0);
            p.Operation("NestedAwaits").Wall(450).ElapsedTotal(450).ElapsedSelf(0);
        },
        ["OneDelay"] = p =>
        {
            p.Operation("AsyncSleep").Calls(1).Wall(200).Waiting(200);
            p.Near(200, p.Stack("AsyncSleep", "await Task.Delay").ElapsedSelf.WaitingNs, "the wait");
        },
        ["BlockingBeforeFirstAwait"] = p =>
        {
            p.Operation("Outer").Calls(1).Wall(250).Waiting(250).Running(0);
            p.Operation("BlockingBeforeFirstAwait").Calls(1).Wall(500).Running(250).ElapsedTotal(500).Awaits("Outer");
        },
        ["TaskRunHold"] = p =>
        {
            p.Operation("AsyncFn").Wall(100).Running(0).ElapsedTotal(100).Awaits("Hold");
            p.Operation("Hold").Calls(1).Running(100);
        },
        ["AsyncUsing"] = p =>
        {
            p.Near(50, p.Stack("Using", "OpenAsync", "Dep").ElapsedTotal.TotalNs, "entering");
            p.Near(50, p.Stack("Using", "Body").ElapsedTotal.TotalNs, "the body");
            p.Near(50, p.Stack("Using", "DisposeAsync", "Dep").ElapsedTotal.TotalNs, "leaving");
            p.Operation("Using").Wall(150).ElapsedSelf(0);
        },
        ["WhenAnyInTurn"] = p =>
        {
            p.Operation("WhenAnyInTurn").Wall(120).ElapsedTotal(120).ElapsedSelf(0).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(3).Wall(240).ElapsedTotal(120);
            Assert.Equal(["WhenAnyInTurn"], p.Roots);
        },
        ["WhenEach"] = p =>
        {
            p.Operation("WhenEach").Wall(120).Awaits("Iterate");
            p.Operation("AsyncSleep").Calls(3).Wall(240);
            Assert.Equal(0, p.Operation("AsyncSleep").Row.AwaiterUnknown);
            Assert.Equal(3, p.Stack("WhenEach", "Iterate", "AsyncSleep").Calls);
        },
        ["MutualAwaits"] = p =>
        {
            p.Operation("MutualB").Calls(0).Awaits("MutualA");
            p.Operation("MutualA").Calls(0).Awaits("(cycle)");
            Assert.Equal(["MutualAwaits", "MutualB"], p.Roots);
            p.Counted(1, counts => counts.Cycles);
        },
        ["AwaitChain"] = p =>
        {
            p.Near(100, p.Stack("Marker", "DeepChain", "L1", "L2", "L3", "await Task.Delay").ElapsedSelf.WaitingNs, "the leaf");
            p.Counted(5, counts => counts.Begun);
            p.Counted(5, counts => counts.Ended);
        },
        ["ErrorCaught"] = p =>
        {
            p.Operation("Fails").Calls(1).Errors(1).Wall(20);
            p.Operation("ErrorCaught").Calls(1).Errors(0).Wall(40);
            p.Operation("AsyncSleep").Calls(1).Errors(0).Wall(20);
            p.Counted(3, counts => counts.Ended);
        },
        ["ErrorThroughLevels"] = p =>
        {
            foreach (string method in (string[])["Fails", "Level1", "Level2"])
                p.Operation(method).Calls(1).Errors(1).Wall(20);
            p.Operation("ErrorThroughLevels").Calls(1).Errors(0);
            p.Counted(4, counts => counts.Ended);
        },
        ["JoinAndRace"] = p =>
        {
            p.Operation("JoinAndRace").Wall(440).ElapsedTotal(440);
            p.Operation("AsyncSleep").Calls(6).Wall(910).ElapsedTotal(440);
            Assert.Equal(["JoinAndRace"], p.Roots);
            Assert.DoesNotContain(p.Frames(), node => node.Name.Contains("When", StringComparison.Ordinal));
        },
        ["BlockedBeforeAwaiting"] = p =>
        {
            p.Operation("Yields").Calls(1).Wall(100).Waiting(100);
            p.Operation("BlockedBeforeAwaiting").Wall(60).ElapsedTotal(60).Awaits("Yields");
            Assert.Equal(["BlockedBeforeAwaiting"], p.Roots);
        },
        ["YieldNever"] = p => Assert.Empty(p.Profile.Methods),
        ["YieldOnce"] = p => p.Operation("Yield").Calls(1).Waiting(0).Running(2),
        ["YieldTenTimes"] = p => p.Operation("Yield").Calls(1).Waiting(0).Running(20),
    }.Concat(Shapes).ToDictionary(StringComparer.Ordinal);
}
