using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>Iterators over iterators, as simulated programs under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class IteratorPrograms
{
    public static SimTask IteratorOverIterator(Simulator s) => Reads(s, "IteratorOverIterator", Over(s, "IteratorMid", Items(s)), 3);

    public static SimTask IteratorThreeDeep(Simulator s) => Reads(s, "IteratorThreeDeep", Over(s, "IteratorTop", Over(s, "IteratorMid", Items(s))), 3);

    public static SimTask IteratorFiltered(Simulator s)
    {
        SimTask items = Items(s);
        SimTask odd = s.Iterator("IteratorOdd", [new Step.Next(items), new Step.Next(items), new Step.Item(), new Step.Next(items), new Step.Await(s.Delay(10))]);
        return s.Method("IteratorFiltered", [new Step.Next(odd), new Step.Await(s.Delay(5)), new Step.Next(odd)]);
    }

    public static SimTask IteratorWithTail(Simulator s)
    {
        SimTask items = s.Iterator("IteratorItemsAndMore", [new Step.Await(s.Delay(20)), new Step.Item(), new Step.Await(s.Delay(20))]);
        SimTask tail = s.Iterator("IteratorTail", [new Step.Next(items), new Step.Item(), new Step.Next(items), new Step.Await(s.Delay(10))]);
        return s.Method("IteratorWithTail", [new Step.Next(tail), new Step.Burn(2), new Step.Next(tail)]);
    }

    public static SimTask IteratorAsTask(Simulator s)
    {
        SimTask items = Items(s);
        return s.Method("IteratorAsTask", [
            new Step.NextAsTask(items), new Step.Burn(2), new Step.NextAsTask(items), new Step.Burn(2), new Step.NextAsTask(items)]);
    }

    public static SimTask IteratorWakesReader(Simulator s)
    {
        SimTask item = s.Silent();
        SimTask reader = s.Method("Reader", [new Step.Await(item), new Step.Burn(2)]);
        SimTask items = s.Iterator("IteratorOfWrites", [new Step.Await(s.Delay(20)), new Step.Complete(item), new Step.Burn(3), new Step.Item()]);
        return s.Method("IteratorWakesReader", [new Step.Start(reader), new Step.Next(items), new Step.Burn(2), new Step.Next(items), new Step.Await(reader)]);
    }

    private static SimTask Items(Simulator s) => s.Iterator("IteratorItems", [new Step.Await(s.Delay(20)), new Step.Item(), new Step.Await(s.Delay(20)), new Step.Item()]);

    private static SimTask Over(Simulator s, string name, SimTask inner)
    {
        return s.Iterator(name, Body());

        IEnumerable<Step> Body()
        {
            while (true)
            {
                yield return new Step.Next(inner);
                if (inner.IsCompleted)
                    yield break;
                yield return new Step.Burn(2);
                yield return new Step.Item();
            }
        }
    }

    private static SimTask Reads(Simulator s, string name, SimTask items, long ticks)
    {
        return s.Method(name, Body());

        IEnumerable<Step> Body()
        {
            while (true)
            {
                yield return new Step.Next(items);
                if (items.IsCompleted)
                    yield break;
                yield return new Step.Burn(ticks);
            }
        }
    }
}
