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
        ["S1Early"] = p =>
        {
            p.Operation("S1Early").Calls(1).Wall(300).ElapsedTotal(300);
            p.Operation("AsyncSleep").Calls(2).Wall(400).Waiting(400);

            // Nobody is seen to await a task that has ended, and its caller was no operation yet when it began.
            Assert.Equal(["AsyncSleep", "S1Early"], p.Roots);
        },
        ["S1Late"] = p =>
        {
            p.Operation("S1Late").Calls(1).Wall(400).ElapsedTotal(400);
            p.Operation("AsyncSleep").Calls(2).Wall(700).Waiting(700).ElapsedTotal(400);
            Assert.Equal(["S1Late"], p.Roots);
        },
        ["S2"] = p => p.Operation("Fibonacci").Calls(4, outermost: 1).Wall(400).Running(200).Waiting(200).ElapsedTotal(400),
        ["S3"] = p =>
        {
            p.Operation("Worker").Calls(2).Wall(800).Waiting(300).Running(500);
            Assert.Equal(6, p.Stack("S3", "Worker", "await Task.Delay").Calls);
        },
        ["S5"] = p =>
        {
            p.Operation("Concurrent").Calls(5).Wall(1200).Waiting(1200).Running(0).ElapsedTotal(280);
            p.Operation("S5").Wall(280).ElapsedTotal(280).TaskTotal(1200).TaskSelf(0);
        },
        ["S7"] = p =>
        {
            p.Operation("FooIo").Calls(1).Wall(300).Running(100); // and an unknown prefix of 100
            p.Operation("Io").Calls(2).Wall(200).Waiting(200);
        },
        ["S8"] = p =>
        {
            p.Operation("Foo").Calls(1).Wall(250).Waiting(150).Running(0).Awaits("Baz");
            p.Operation("Baz").Calls(1).Wall(100).Waiting(100).Running(0);
            p.Operation("Bar").Calls(1).Wall(200).Waiting(200).Running(0);
            p.Operation("S8").Wall(450).ElapsedTotal(450).ElapsedSelf(0);
        },
        ["S9"] = p =>
        {
            p.Operation("AsyncSleep").Calls(1).Wall(200).Waiting(200);
            p.Near(200, p.Stack("AsyncSleep", "await Task.Delay").ElapsedSelf.WaitingNs, "the wait");
        },
        ["S13"] = p =>
        {
            p.Operation("Outer").Calls(1).Wall(250).Waiting(250).Running(0);
            p.Operation("S13").Calls(1).Wall(500).Running(250).ElapsedTotal(500).Awaits("Outer");
        },
        ["S15"] = p =>
        {
            p.Operation("AsyncFn").Wall(100).Running(0).ElapsedTotal(100).Awaits("Hold");
            p.Operation("Hold").Calls(1).Running(100);
        },
        ["S18"] = p =>
        {
            p.Near(50, p.Stack("Using", "OpenAsync", "Dep").ElapsedTotal.TotalNs, "entering");
            p.Near(50, p.Stack("Using", "Body").ElapsedTotal.TotalNs, "the body");
            p.Near(50, p.Stack("Using", "DisposeAsync", "Dep").ElapsedTotal.TotalNs, "leaving");
            p.Operation("Using").Wall(150).ElapsedSelf(0);
        },
        ["S19WhenAny"] = p =>
        {
            p.Operation("S19WhenAny").Wall(120).ElapsedTotal(120).ElapsedSelf(0).Awaits("AsyncSleep");
            p.Operation("AsyncSleep").Calls(3).Wall(240).ElapsedTotal(120);
            Assert.Equal(["S19WhenAny"], p.Roots);
        },
        ["S19WhenEach"] = p =>
        {
            p.Operation("S19WhenEach").Wall(120).Awaits("Iterate");
            p.Operation("AsyncSleep").Calls(3).Wall(240);
            Assert.Equal(3, p.Operation("AsyncSleep").Row.AwaiterUnknown);
        },
        ["S20"] = p =>
        {
            p.Operation("MutualB").Calls(0).Awaits("MutualA");
            p.Operation("MutualA").Calls(0).Awaits("(cycle)");
            Assert.Equal(["MutualB", "S20"], p.Roots);
            p.Counted(1, counts => counts.Cycles);
        },
        ["S22"] = p =>
        {
            p.Near(100, p.Stack("Marker", "DeepChain", "L1", "L2", "L3", "await Task.Delay").ElapsedSelf.WaitingNs, "the leaf");
            p.Counted(5, counts => counts.Begun);
            p.Counted(5, counts => counts.Ended);
        },
        ["S25Caught"] = p =>
        {
            p.Operation("Fails").Calls(1).Errors(1).Wall(20);
            p.Operation("S25Caught").Calls(1).Errors(0).Wall(40);
            p.Operation("AsyncSleep").Calls(1).Errors(0).Wall(20);
            p.Counted(3, counts => counts.Ended);
        },
        ["S25Uncaught"] = p =>
        {
            foreach (string method in (string[])["Fails", "Level1", "Level2"])
                p.Operation(method).Calls(1).Errors(1).Wall(20);
            p.Operation("S25Uncaught").Calls(1).Errors(0);
            p.Counted(4, counts => counts.Ended);
        },
        ["S26"] = p =>
        {
            p.Operation("S26").Wall(440).ElapsedTotal(440);
            p.Operation("AsyncSleep").Calls(6).Wall(910).ElapsedTotal(440);
            Assert.Equal(["S26"], p.Roots);
            Assert.DoesNotContain(p.Frames(), node => node.Name.Contains("When", StringComparison.Ordinal));
        },
        ["S27"] = p =>
        {
            p.Operation("Yields").Calls(1).Wall(100).Waiting(100);
            p.Operation("S27").Wall(60).ElapsedTotal(60).Awaits("Yields");
            Assert.Equal(["S27"], p.Roots);
        },
        ["S31None"] = p => Assert.Empty(p.Profile.Methods),
        ["S31One"] = p => p.Operation("Yield").Calls(1).Waiting(0).Running(2),
        ["S31Ten"] = p => p.Operation("Yield").Calls(1).Waiting(0).Running(20),
    }.Concat(Shapes).ToDictionary(StringComparer.Ordinal);
}
