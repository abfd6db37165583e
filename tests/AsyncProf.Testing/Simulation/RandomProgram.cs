namespace AsyncProf.Testing.Simulation;

/// <summary>
/// A random async program: nesting, hot tasks awaited late, forgotten ones, joins, delegates, yields, blocking, sources that run their
/// consumers inline, errors and requests. The same seed makes the same program. Every task has a name of its own.
/// </summary>
public sealed class RandomProgram
{
    private const int MaximumTasks = 60;

    private readonly Random _random;
    private readonly Simulator _simulator;
    private readonly List<SimTask> _tasks = [];
    private long _key;

    public RandomProgram(int seed, Simulator simulator)
    {
        _random = new Random(seed);
        _simulator = simulator;
    }

    /// <summary>Every method and delegate of the program.</summary>
    public IReadOnlyList<SimTask> Tasks => _tasks;

    public SimTask Main() => Add(_simulator.Method("Main", Root()));

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
            foreach (Step step in Next(depth, hot))
                yield return step;
        }

        foreach (SimTask task in hot)
        {
            int how = _random.Next(8);
            if (how < 6)
                yield return new Step.Await(task);
            else if (how == 6)
                yield return new Step.Block(task);
        }

        if (_random.Next(12) == 0)
            yield return new Step.Throw();
    }

    private IEnumerable<Step> Next(int depth, List<SimTask> hot)
    {
        bool deeper = depth < 6 && _tasks.Count < MaximumTasks;
        switch (_random.Next(deeper ? 12 : 4))
        {
            case 0:
                yield return new Step.Burn(_random.Next(1, 6));
                break;
            case 1:
                yield return new Step.Yield();
                break;
            case 2 or 3:
                yield return new Step.Await(_simulator.Delay(_random.Next(1, 20)));
                break;
            case 4 or 5:
                yield return new Step.Await(Method(depth));
                break;
            case 6:
                SimTask early = Method(depth);
                yield return new Step.Start(early);
                hot.Add(early);
                break;
            case 7:
                yield return new Step.Start(Method(depth)); // forgotten
                break;
            case 8 or 9:
                SimTask[] children = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(4) == 0 ? Delegate() : Method(depth))];
                foreach (SimTask child in children)
                    yield return new Step.Start(child);
                yield return new Step.Await(_random.Next(2) == 0 ? _simulator.WhenAll(children) : _simulator.WhenAny(children));
                break;
            case 10:
                SimTask run = Delegate();
                yield return new Step.Start(run);
                yield return new Step.Await(run);
                break;
            default:
                SimTask source = _simulator.Source();
                SimTask consumer = Add(_simulator.Method($"C{_tasks.Count}", Consume(source)));
                yield return new Step.Start(consumer);
                yield return new Step.Burn(1);
                yield return new Step.Complete(source);
                hot.Add(consumer);
                break;
        }
    }

    private IEnumerable<Step> Consume(SimTask source)
    {
        yield return new Step.Await(source);
        yield return new Step.Burn(_random.Next(1, 4));
        if (_random.Next(2) == 0)
            yield return new Step.Await(_simulator.Delay(_random.Next(1, 5)));
    }

    private IEnumerable<Step> Work()
    {
        yield return new Step.Burn(_random.Next(1, 10));
    }

    private SimTask Method(int depth) => Add(_simulator.Method($"M{_tasks.Count}", Body(depth + 1)));

    private SimTask Delegate() => Add(_simulator.Run($"D{_tasks.Count}", Work()));

    private SimTask Add(SimTask task)
    {
        _tasks.Add(task);
        return task;
    }
}
