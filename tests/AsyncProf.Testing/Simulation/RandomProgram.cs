using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>
/// A random async program of everything the simulator knows and events can tell: nesting, hot tasks awaited late, forgotten ones, joins, delegates
/// with and without tasks of their own, continuations, iterators, pooled methods, relays, cancellation, yields, blocking, lent threads, other
/// schedulers, errors and requests. The same seed makes the same program. Every task has a name of its own.
/// </summary>
internal sealed partial class RandomProgram
{
    private const int MaximumTasks = 60;
    private const int MaximumDepth = 6;

    private readonly Random _random;
    private readonly Simulator _simulator;
    private readonly RandomShapes _shapes;
    private readonly bool _blocks;
    private int _made;
    private long _key;

    public RandomProgram(int seed, Simulator simulator, RandomShapes shapes = RandomShapes.None)
    {
        _shapes = shapes;
        _random = new Random(seed);
        _simulator = simulator;
        _blocks = _random.Next(2) == 0;
    }

    public SimTask Main() => _simulator.Method("Main", Root());

    private IEnumerable<Step> Root()
    {
        if (_random.Next(2) == 0)
            yield return new Step.Yield();
        int rounds = _random.Next(1, 4);
        for (int i = 0; i < rounds; i++)
        {
            bool request = _random.Next(2) == 0;
            long key = ++_key;
            if (request)
                yield return new Step.Mark(true, key, "GET /");
            foreach (Step step in Body(0))
                yield return step;
            if (request)
                yield return new Step.Mark(false, key, "GET /");
        }
    }

    private IEnumerable<Step> Body(int depth)
    {
        var hot = new List<SimTask>();
        int steps = _random.Next(1, 5);
        for (int i = 0; i < steps; i++)
        {
            foreach (Step step in depth < MaximumDepth && _made < MaximumTasks && _random.Next(3) > 0 ? Deep(depth, hot) : Shallow())
                yield return step;
        }

        foreach (SimTask task in hot)
        {
            yield return _random.Next(8) switch
            {
                < 5 => new Step.Await(task),
                5 => new Step.AwaitRaced(task),
                6 when _blocks => new Step.Block(task),
                _ => new Step.Burn(Ticks(1, 2)), // forgotten after all
            };
        }

        // What somebody gave up waiting for and nobody awaits since is known to have been waited for at its end, if that one is still there.
        foreach (SimTask task in hot.Where(task => task.GaveUp is not null && !task.IsCompleted))
            yield return new Step.Await(task);

        if (depth > 0 && _random.Next(12) == 0)
            yield return new Step.Throw(Cancelled: _random.Next(2) == 0);
    }

    /// <summary>What needs no other method.</summary>
    private IEnumerable<Step> Shallow()
    {
        switch (_random.Next(7))
        {
            case 0:
                yield return new Step.Burn(Ticks(1, 6));
                break;
            case 1:
                // After a call that suspended on something untold, a yield of the caller looks like one of the callee; a delay tells them apart.
                yield return new Step.Start(_simulator.Delay(1));
                yield return new Step.Yield();
                break;
            case 2:
                SimTask silent = _simulator.Silent(asynchronous: _random.Next(2) == 0);
                yield return new Step.Elapse(silent, Ticks(1, 10));
                yield return new Step.Await(silent);
                break;
            case 3:
                yield return new Step.Await(_simulator.Delay(Ticks(20, 21), cancelAfter: Ticks(1, 10)));
                break;
            default:
                yield return new Step.Await(_simulator.Delay(Ticks(1, 20)));
                break;
        }
    }

    private IEnumerable<Step> Deep(int depth, List<SimTask> hot) =>
        _shapes != RandomShapes.None && _random.Next(2) == 0 ? Shape(depth, hot) : Common(depth, hot);

    private IEnumerable<Step> Common(int depth, List<SimTask> hot)
    {
        switch (_random.Next(16))
        {
            case 0 or 1:
                SimTask called = Method(depth);
                yield return new Step.Await(called);
                if (_simulator.IsDispatched is not null && depth > 0 && called.Status != OperationStatus.Completed && _random.Next(2) == 0)
                    yield return new Step.Throw(called.Status == OperationStatus.Canceled, Passes: true);
                break;
            case 2:
                SimTask early = Method(depth);
                yield return new Step.Start(early);
                hot.Add(early);
                break;
            case 3:
                yield return new Step.Start(_random.Next(2) == 0 ? Method(depth) : _simulator.Void($"V{++_made}", Body(depth + 1))); // forgotten
                break;
            case 4 or 5:
                SimTask[] children = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(4) == 0 ? Run() : Method(depth))];
                foreach (SimTask child in children)
                    yield return new Step.Start(child);
                yield return new Step.Await(_random.Next(2) == 0 ? _simulator.WhenAll(children) : _simulator.WhenAny(children));
                break;
            case 6:
                SimTask run = Run();
                yield return new Step.Start(run);
                yield return new Step.Await(run);
                break;
            case 7:
                yield return new Step.Await(_simulator.RunAsync($"R{++_made}", Method(depth)));
                break;
            case 8:
                SimTask antecedent = Method(depth);
                yield return new Step.Start(antecedent);
                if (antecedent.IsCompleted)
                    break; // nothing to continue after
                SimTask after = _simulator.ContinueWith(antecedent, $"W{++_made}", Work());
                yield return new Step.Start(after);
                if (_random.Next(2) == 0)
                    yield return new Step.Await(after);
                break;
            case 9:
                foreach (Step step in Iterate(depth))
                    yield return step;
                break;
            case 10:
                yield return new Step.Await(Pooled(depth));
                break;
            case 11:
                SimTask relayed = Method(depth);
                yield return new Step.Start(relayed);
                if (!relayed.IsCompleted)
                    yield return new Step.Await(_simulator.Relay(relayed, timeout: _random.Next(2) == 0 ? Ticks(1, 10) : 0));
                hot.Add(relayed);
                break;
            case 12:
                SimFlow flow = _random.Next(2) == 0 ? SimFlow.Scheduler : SimFlow.Context;
                yield return new Step.Await(_simulator.Method($"F{++_made}", Body(depth + 1), flow));
                break;
            case 13:
                yield return new Step.Await(Attaching());
                break;
            default:
                SimTask source = _simulator.Source(asynchronous: _random.Next(2) == 0);
                SimTask consumer = _simulator.Method($"C{++_made}", Consume(source));
                yield return new Step.Start(consumer);
                yield return new Step.Burn(Ticks(1, 2));
                yield return new Step.Complete(source);
                hot.Add(consumer);
                break;
        }
    }

    private IEnumerable<Step> Iterate(int depth)
    {
        SimTask iterator = _simulator.Iterator($"Iterator{++_made}", Items(depth));
        while (true)
        {
            yield return new Step.Next(iterator);
            if (iterator.IsCompleted)
                yield break;
            if (_random.Next(2) == 0)
                yield return new Step.Burn(Ticks(1, 4));
            if (_random.Next(3) == 0)
                yield return new Step.Await(_simulator.Delay(Ticks(1, 5)));
        }
    }

    private IEnumerable<Step> Items(int depth)
    {
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            if (_random.Next(3) > 0)
                yield return new Step.Await(_simulator.Delay(Ticks(1, 8)));
            else if (depth < MaximumDepth && _made < MaximumTasks)
                yield return new Step.Await(Method(depth));
            yield return new Step.Item();
        }

        if (_random.Next(2) == 0)
            yield return new Step.Await(_simulator.Delay(Ticks(2, 3)));
    }

    private SimTask Pooled(int depth)
    {
        return _simulator.Pooled(Body());

        IEnumerable<Step> Body()
        {
            for (int i = _random.Next(1, 3); i > 0; i--)
            {
                if (_random.Next(3) == 0 && depth < MaximumDepth)
                    yield return new Step.Await(Pooled(depth + 1));
                else
                    yield return new Step.Await(_random.Next(2) == 0 ? Method(MaximumDepth - 1) : _simulator.Delay(Ticks(1, 8)));
                if (_random.Next(2) == 0)
                    yield return new Step.Burn(Ticks(1, 4));
            }
        }
    }

    private SimTask Attaching()
    {
        SimTask parent = null!;
        SimTask[] children = [];
        parent = _simulator.Run($"P{++_made}", Body());
        children = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => _simulator.RunAttached(parent, $"A{++_made}", Work()))];
        return parent;

        IEnumerable<Step> Body()
        {
            foreach (SimTask child in children)
                yield return new Step.Start(child);
            yield return new Step.Burn(Ticks(2, 3));
        }
    }

    private IEnumerable<Step> Consume(SimTask source)
    {
        yield return new Step.Await(source);
        yield return new Step.Burn(Ticks(1, 4));
        if (_random.Next(2) == 0)
            yield return new Step.Await(_simulator.Delay(Ticks(1, 5)));
    }

    private IEnumerable<Step> Work()
    {
        yield return new Step.Burn(Ticks(1, 10));
    }

    /// <summary>A duration. Hundreds of ticks and a few, so that two things seldom happen at once.</summary>
    private long Ticks(int from, int to) => (_random.Next(from, to) * 100) + _random.Next(100);

    private SimTask Method(int depth) => _simulator.Method($"M{++_made}", Body(depth + 1));

    private SimTask Run() => _simulator.Run($"D{++_made}", Work());
}
