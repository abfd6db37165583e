using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>Parallel loops, <c>WhenEach</c> and waits that are given up, as simulated programs under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class LoopPrograms
{
    public static SimTask ParallelThree(Simulator s) => Loop(s, "ParallelThree", [Body(s, 30), Body(s, 50), Body(s, 80)], 2);

    public static SimTask ParallelFive(Simulator s) => Loop(s, "ParallelFive", [Body(s, 30), Body(s, 50), Body(s, 25), Body(s, 45), Body(s, 65)], 2);

    public static SimTask ParallelFor(Simulator s) => Loop(s, "ParallelFor", [Body(s, 30), Body(s, 50), Body(s, 80)], 2, isFor: true);

    public static SimTask ParallelFails(Simulator s) =>
        Loop(s, "ParallelFails", [s.Method("BodyFails", [new Step.Burn(5), new Step.Await(s.Delay(30)), new Step.Throw()]), Body(s, 50)], 2);

    public static SimTask ParallelSometimesSynchronous(Simulator s) => Loop(s, "ParallelSometimesSynchronous", [Body(s, 30), s.Method("ParallelBody", [])], 1);

    public static SimTask WhenEachBusy(Simulator s)
    {
        SimTask[] tasks = [Sleep(s, 20), Sleep(s, 40), Sleep(s, 120)];
        SimTask each = s.WhenEach(tasks);
        return s.Method("WhenEachBusy", [
            .. tasks.Select(task => new Step.Start(task)),
            new Step.Next(each), new Step.Burn(30), new Step.Next(each), new Step.Burn(10), new Step.Next(each), new Step.Burn(10), new Step.Next(each)]);
    }

    public static SimTask WhenEachFails(Simulator s)
    {
        SimTask good = Sleep(s, 20), bad = s.Method("Fails", [new Step.Await(s.Delay(40)), new Step.Throw()]), each = s.WhenEach([good, bad]);
        return s.Method("WhenEachFails", [
            new Step.Start(good), new Step.Start(bad), new Step.Next(each), new Step.Await(s.Delay(5)), new Step.Next(each), new Step.Await(s.Delay(5)), new Step.Next(each)]);
    }

    public static SimTask GivesUp(Simulator s)
    {
        SimTask slow = Sleep(s, 80);
        return s.Method("GivesUp", [new Step.Start(slow), new Step.Await(s.Relay(slow, timeout: 30)), new Step.Await(s.Delay(120))]);
    }

    public static SimTask GivesUpOnWhenAll(Simulator s)
    {
        SimTask a = Sleep(s, 40), b = Sleep(s, 80);
        return s.Method("GivesUpOnWhenAll", [
            new Step.Start(a), new Step.Start(b), new Step.Await(s.Relay(s.WhenAll(a, b), timeout: 20)), new Step.Await(s.Delay(120))]);
    }

    public static SimTask GivesUpCancelled(Simulator s)
    {
        SimTask slow = Sleep(s, 80), relay = s.Relay(slow), cancels = s.Method("Cancels", [new Step.Await(s.Delay(30)), new Step.GiveUp(relay)]);
        return s.Method("GivesUpCancelled", [new Step.Start(cancels), new Step.Start(slow), new Step.Await(relay), new Step.Await(s.Delay(120))]);
    }

    private static SimTask Loop(Simulator s, string name, IReadOnlyList<SimTask> bodies, int degree, bool isFor = false) =>
        s.Method(name, [new Step.Await(s.Parallel(bodies, degree, isFor)), new Step.Await(s.Delay(10))]);

    private static SimTask Body(Simulator s, long ticks) => s.Method("ParallelBody", [new Step.Burn(5), new Step.Await(s.Delay(ticks))]);

    private static SimTask Sleep(Simulator s, long ticks) => ScenarioPrograms.Sleep(s, "AsyncSleep", ticks);
}
