using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>Async delegates that continue after something, as simulated programs under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class UnwrapPrograms
{
    public static SimTask ThenUnwrap(Simulator s) => Then(s, "ThenUnwrap", After(s), []);

    public static SimTask ThenUnwrapYields(Simulator s) =>
        Then(s, "ThenUnwrapYields", s.Method("AfterYield", [new Step.Yield(), new Step.Await(s.Delay(20))]), []);

    public static SimTask ThenUnwrapForgotten(Simulator s)
    {
        SimTask first = Sleep(s, 30);
        return s.Method("ThenUnwrapForgotten", [new Step.Start(first), new Step.Start(s.ThenAsync(first, "ThenUnwrapForgotten.lambda", After(s))), new Step.Await(s.Delay(90))]);
    }

    public static SimTask ThenUnwrapFails(Simulator s) =>
        Then(s, "ThenUnwrapFails", s.Method("AfterFails", [new Step.Await(s.Delay(20)), new Step.Throw()]), [new Step.Await(s.Delay(10))]);

    public static SimTask ThenUnwrapCompleted(Simulator s)
    {
        SimTask first = Sleep(s, 30);
        return s.Method("ThenUnwrapCompleted", [new Step.Start(first), new Step.Await(s.ThenAsync(first, "AfterCompleted", [new Step.Burn(5)]))]);
    }

    public static SimTask ThenUnwrapThrows(Simulator s)
    {
        SimTask first = Sleep(s, 30);
        return s.Method("ThenUnwrapThrows", [
            new Step.Start(first), new Step.Await(s.ThenAsync(first, "AfterThrows", [new Step.Burn(5), new Step.Throw()])), new Step.Await(s.Delay(10))]);
    }

    public static SimTask WhenAllThenUnwrap(Simulator s)
    {
        SimTask a = Sleep(s, 20), b = Sleep(s, 40);
        return s.Method("WhenAllThenUnwrap", [new Step.Start(a), new Step.Start(b), new Step.Await(s.AfterJoinAsync(all: true, [a, b], After(s)))]);
    }

    public static SimTask WhenAnyThenUnwrap(Simulator s)
    {
        SimTask a = Sleep(s, 20), b = Sleep(s, 40);
        return s.Method("WhenAnyThenUnwrap", [
            new Step.Start(a), new Step.Start(b), new Step.Await(s.AfterJoinAsync(all: false, [a, b], After(s))), new Step.Await(s.Delay(20))]);
    }

    public static SimTask UnwrapTooLate(Simulator s)
    {
        SimTask inner = s.Method("Inner", [new Step.Await(s.Delay(60))]);
        return s.Method("UnwrapTooLate", [new Step.Start(s.Run("UnwrapTooLate.lambda", [new Step.Start(inner)])), new Step.Burn(20), new Step.Await(inner)]);
    }

    public static SimTask AwaitAwait(Simulator s)
    {
        SimTask inner = s.Method("InnerLate", [new Step.Burn(20), new Step.Await(s.Delay(30))]);
        return s.Method("AwaitAwait", [new Step.Await(s.Run("AwaitAwait.lambda", [new Step.Start(inner)])), new Step.Await(inner)]);
    }

    private static SimTask Then(Simulator s, string name, SimTask inner, IEnumerable<Step> rest)
    {
        SimTask first = Sleep(s, 30);
        return s.Method(name, [new Step.Start(first), new Step.Await(s.ThenAsync(first, name + ".lambda", inner)), .. rest]);
    }

    private static SimTask After(Simulator s) => s.Method("AfterAll", [new Step.Burn(5), new Step.Await(s.Delay(20)), new Step.Burn(5)]);

    private static SimTask Sleep(Simulator s, long ticks) => ScenarioPrograms.Sleep(s, "AsyncSleep", ticks);
}
