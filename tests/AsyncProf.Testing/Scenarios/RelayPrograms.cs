using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>Every way to wait by <c>WaitAsync</c>, as simulated programs under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class RelayPrograms
{
    public static SimTask RelayFails(Simulator s) => Caught(s, "RelayFails", Ends(s, "Fails", 40, cancelled: false));

    public static SimTask RelayCancels(Simulator s) => Caught(s, "RelayCancels", Ends(s, "Cancels", 40, cancelled: true));

    public static SimTask RelayOfWhenAll(Simulator s) => OfJoin(s, "RelayOfWhenAll", Sleep(s, 20));

    public static SimTask RelayOfWhenAllFails(Simulator s) => OfJoin(s, "RelayOfWhenAllFails", Ends(s, "Fails", 20, cancelled: false));

    public static SimTask RelayOfWhenAllCancels(Simulator s) => OfJoin(s, "RelayOfWhenAllCancels", Ends(s, "Cancels", 20, cancelled: true));

    public static SimTask RelayOfWhenAny(Simulator s)
    {
        SimTask a = Sleep(s, 20), b = Sleep(s, 50);
        return s.Method("RelayOfWhenAny", [new Step.Start(a), new Step.Start(b), new Step.Await(s.Relay(s.WhenAny(a, b))), new Step.Await(s.Delay(60))]);
    }

    public static SimTask WhenAllOfRelays(Simulator s)
    {
        SimTask a = Sleep(s, 20), b = Sleep(s, 50);
        return s.Method("WhenAllOfRelays", [
            new Step.Start(a), new Step.Start(b), new Step.Await(s.WhenAll(s.Relay(a), s.Relay(b))), new Step.Await(s.Delay(20))]);
    }

    public static SimTask WhenAnyOfRelays(Simulator s)
    {
        SimTask a = Sleep(s, 20), b = Sleep(s, 50);
        return s.Method("WhenAnyOfRelays", [
            new Step.Start(a), new Step.Start(b), new Step.Await(s.WhenAny(s.Relay(a), s.Relay(b))), new Step.Await(s.Delay(60))]);
    }

    public static SimTask RelayOfRelay(Simulator s)
    {
        SimTask a = Sleep(s, 20);
        return s.Method("RelayOfRelay", [new Step.Start(a), new Step.Await(s.Relay(s.Relay(a))), new Step.Await(s.Delay(20))]);
    }

    public static SimTask RelayOfRun(Simulator s) =>
        s.Method("RelayOfRun", [new Step.Await(s.Relay(s.Run("Hold", [new Step.Burn(20)]))), new Step.Await(s.Delay(20))]);

    public static SimTask RelayOfRunAsync(Simulator s) => s.Method("RelayOfRunAsync", [
        new Step.Await(s.Relay(s.RunAsync("RelayOfRunAsync.lambda", Sleep(s, 20)))), new Step.Await(s.Delay(20))]);

    public static SimTask RelayOfSource(Simulator s)
    {
        SimTask source = s.Source(), sets = s.Method("Sets", [new Step.Await(s.Delay(30)), new Step.Complete(source)]);
        return s.Method("RelayOfSource", [new Step.Start(sets), new Step.Await(s.Relay(source)), new Step.Await(sets)]);
    }

    public static SimTask TwoRelays(Simulator s)
    {
        SimTask slow = Sleep(s, 30), one = Awaits(), two = Awaits();
        return s.Method("TwoRelays", [new Step.Start(slow), new Step.Start(one), new Step.Start(two), new Step.Await(s.WhenAll(one, two))]);

        SimTask Awaits() => s.Method("AwaitsRelayOf", [new Step.Await(s.Relay(slow))]);
    }

    public static SimTask RelayCancelledByRawCallback(Simulator s)
    {
        SimTask other = s.Method("Other", [new Step.Await(s.Delay(30))]), slow = Sleep(s, 80), relay = s.Relay(slow);
        return s.Method("RelayCancelledByRawCallback", [
            new Step.Start(other), new Step.CancelAfter(other, relay), new Step.Start(slow), new Step.Await(relay), new Step.Await(s.Delay(120))]);
    }

    private static SimTask Caught(Simulator s, string name, SimTask ends) =>
        s.Method(name, [new Step.Start(ends), new Step.Await(s.Relay(ends)), new Step.Await(s.Delay(20))]);

    private static SimTask OfJoin(Simulator s, string name, SimTask first)
    {
        SimTask last = Sleep(s, 50);
        return s.Method(name, [new Step.Start(first), new Step.Start(last), new Step.Await(s.Relay(s.WhenAll(first, last))), new Step.Await(s.Delay(20))]);
    }

    private static SimTask Sleep(Simulator s, long ticks) => ScenarioPrograms.Sleep(s, "AsyncSleep", ticks);

    private static SimTask Ends(Simulator s, string name, long ticks, bool cancelled) =>
        s.Method(name, [new Step.Await(s.Delay(ticks)), new Step.Throw(cancelled)]);
}
