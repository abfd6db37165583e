namespace AsyncProf.Testing.Simulation;

/// <content>
/// What no event names, of which a rule says what it is. Only such programs are made in which what the rule goes by holds: where it cannot know, no
/// answer is right.
/// </content>
internal sealed partial class RandomProgram
{
    private bool _isInLoop, _isInEach, _hasContinuedJoin;

    /// <summary>One of the shapes asked for.</summary>
    private IEnumerable<Step> Shape(int depth, List<SimTask> hot)
    {
        RandomShapes[] asked = [.. Enum.GetValues<RandomShapes>().Where(shape => shape != RandomShapes.None && _shapes.HasFlag(shape))];
        return asked[_random.Next(asked.Length)] switch
        {
            RandomShapes.Relays => Relays(depth, hot),
            RandomShapes.GivingUp => GivingUp(depth, hot),
            RandomShapes.Unwraps => Unwraps(depth, hot),
            RandomShapes.Iterators or RandomShapes.ItemTasks => Iterators(depth, hot),
            RandomShapes.Loops when !_isInLoop => Loops(depth, hot),
            RandomShapes.Each when !_isInEach => Each(depth),
            _ => Common(depth, hot),
        };
    }

    /// <summary>Waits for something by <c>WaitAsync</c> that does not give up.</summary>
    private IEnumerable<Step> Relays(int depth, List<SimTask> hot)
    {
        int kind = _random.Next(7);
        if (kind == 0)
        {
            yield return new Step.Await(_simulator.Relay(_random.Next(2) == 0 ? Run() : _simulator.RunAsync($"R{++_made}", Method(depth))));
            yield break;
        }

        SimTask[] children = [.. Enumerable.Range(0, kind < 3 ? 1 : _random.Next(1, 4)).Select(_ => _random.Next(4) == 0 ? Run() : Method(depth))];
        foreach (SimTask child in children)
            yield return new Step.Start(child);
        switch (kind)
        {
            case 1:
                yield return new Step.Await(_simulator.Relay(_simulator.Relay(children[0])));
                break;
            case 2:
                // One that waits as well, each by its own.
                SimTask other = _simulator.Method($"Q{++_made}", [new Step.Await(_simulator.Relay(children[0])), .. Work()]);
                yield return new Step.Start(other);
                yield return new Step.Await(_simulator.Relay(children[0]));
                hot.Add(other);
                break;
            case 3:
                yield return new Step.Await(_simulator.Relay(_simulator.WhenAll(children)));
                break;
            case 4:
                yield return new Step.Await(_simulator.Relay(_simulator.WhenAny(children)));
                break;
            case 5:
                yield return new Step.Await(_simulator.WhenAll([.. children.Select(child => _simulator.Relay(child))]));
                break;
            default:
                yield return new Step.Await(_simulator.WhenAny([.. children.Select((child, i) => i == 0 ? child : _simulator.Relay(child))]));
                break;
        }
    }

    /// <summary>
    /// Waits for something by <c>WaitAsync</c> that gives up. What that was for is known only at the end of it: so it is begun directly before, nobody else awaits it, and who gave up is
    /// still there when it ends.
    /// </summary>
    private IEnumerable<Step> GivingUp(int depth, List<SimTask> hot)
    {
        SimTask[] children = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Method(depth))];
        long timeout = _random.Next(2) == 0 ? Ticks(1, 10) : 0;
        SimTask source = children.Length == 1 ? children[0] : _simulator.WhenAll(children), relay = _simulator.Relay(source, timeout);
        if (timeout == 0)
        {
            SimTask cancels = _simulator.Method($"G{++_made}", [new Step.Await(_simulator.Delay(Ticks(1, 8))), .. Work(), new Step.GiveUp(relay), .. Work()]);
            yield return new Step.Start(cancels);
            hot.Add(cancels);
        }

        foreach (SimTask child in children)
            yield return new Step.Start(child);
        if (children.All(child => child.IsCompleted))
            yield break;
        yield return new Step.Await(relay);
        foreach (Step step in Outlive(source))
            yield return step;
    }

    /// <summary>Does something else until a task has ended, unless that takes for ever.</summary>
    private IEnumerable<Step> Outlive(SimTask task)
    {
        for (int i = 0; i < 1000 && !task.IsCompleted; i++)
            yield return new Step.Await(_simulator.Delay(Ticks(3, 4)));
    }

    private IEnumerable<Step> Unwraps(int depth, List<SimTask> hot)
    {
        SimTask[] children = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Method(depth))];
        foreach (SimTask child in children)
            yield return new Step.Start(child);
        if (children.Any(child => child.IsCompleted))
        {
            hot.AddRange(children);
            yield break; // nothing to continue after
        }

        SimTask first = children[0];
        if (children.Length > 1 && !_hasContinuedJoin)
        {
            // The library's own delegate has the same name each time, so there is one.
            _hasContinuedJoin = true;
            yield return new Step.Await(_simulator.AfterJoinAsync(all: true, children, Method(depth)));
            yield break;
        }

        hot.AddRange(children[1..]);
        SimTask then = _random.Next(5) == 0 ? _simulator.ThenAsync(first, $"W{++_made}", Work()) : _simulator.ThenAsync(first, $"W{++_made}", Method(depth));
        yield return new Step.Start(then);
        if (_random.Next(4) > 0)
            yield return new Step.Await(then);
    }

    private IEnumerable<Step> Iterators(int depth, List<SimTask> hot)
    {
        SimTask iterator = Nested(depth, _random.Next(1, 4));
        if (_random.Next(3) == 0)
        {
            // An iterator in whose segment somebody else goes on, who does not wait for an item.
            SimTask woken = _random.Next(2) == 0 ? _simulator.Silent() : _simulator.Source();
            SimTask reader = _simulator.Method($"C{++_made}", Consume(woken));
            yield return new Step.Start(reader);
            hot.Add(reader);
            iterator = _simulator.Iterator($"Iterator{++_made}", Waking(woken, iterator));
        }

        while (true)
        {
            yield return Ask(iterator);
            if (iterator.IsCompleted)
                yield break;
            if (_random.Next(2) == 0)
                yield return new Step.Burn(Ticks(1, 4));
            if (_random.Next(3) == 0)
                yield return new Step.Await(_simulator.Delay(Ticks(1, 5)));
        }
    }

    private Step Ask(SimTask iterator) => _shapes.HasFlag(RandomShapes.ItemTasks) && _random.Next(3) == 0 ? new Step.NextAsTask(iterator) : new Step.Next(iterator);

    private SimTask Nested(int depth, int levels) =>
        _simulator.Iterator($"Iterator{++_made}", levels == 1 ? Items(depth) : Over(Nested(depth, levels - 1)));

    private IEnumerable<Step> Over(SimTask inner)
    {
        while (true)
        {
            yield return Ask(inner);
            if (inner.IsCompleted)
                break;
            if (_random.Next(3) == 0)
                yield return new Step.Burn(Ticks(1, 4));
            if (_random.Next(4) == 0)
                yield return new Step.Await(_simulator.Delay(Ticks(1, 5)));
            if (_random.Next(4) > 0)
                yield return new Step.Item();
        }

        if (_random.Next(2) == 0)
            yield return new Step.Await(_simulator.Delay(Ticks(2, 3)));
    }

    private IEnumerable<Step> Waking(SimTask woken, SimTask inner)
    {
        yield return new Step.Await(_simulator.Delay(Ticks(1, 4)));
        yield return new Step.Complete(woken);
        yield return new Step.Burn(Ticks(1, 4));
        yield return new Step.Item();
        foreach (Step step in Over(inner))
            yield return step;
    }

    /// <summary>
    /// A parallel loop, while there is no other: with two at once nothing tells whose a worker is. Each body suspends, so that the last worker has begun, and none completes
    /// something as the last act of a worker that is not the last.
    /// </summary>
    private IEnumerable<Step> Loops(int depth, List<SimTask> hot)
    {
        _isInLoop = true;
        var bodies = new List<SimTask>();
        for (int i = _random.Next(2, 7); i > 0; i--)
        {
            if (_random.Next(4) == 0)
            {
                SimTask source = _simulator.Source();
                SimTask consumer = _simulator.Method($"C{++_made}", Consume(source));
                yield return new Step.Start(consumer);
                hot.Add(consumer);
                bodies.Add(_simulator.Method($"B{++_made}", [new Step.Complete(source), new Step.Await(_simulator.Delay(Ticks(1, 8)))]));
            }
            else
            {
                bodies.Add(_simulator.Method($"B{++_made}", Suspending(depth)));
            }
        }

        yield return new Step.Await(_simulator.Parallel(bodies, _random.Next(1, 5), isFor: _random.Next(2) == 0));
        yield return new Step.Await(_simulator.Delay(Ticks(1, 3))); // the last worker ends, as far as events go, only now
        _isInLoop = false;
    }

    private IEnumerable<Step> Suspending(int depth)
    {
        yield return new Step.Await(_simulator.Delay(Ticks(1, 12)));
        if (depth >= MaximumDepth || _made >= MaximumTasks)
            yield break;
        foreach (Step step in Body(depth + 1))
            yield return step;
    }

    /// <summary>Reads tasks as they end, while nobody else does so: all such iterators have one name. The tasks begin in one segment, right before it.</summary>
    private IEnumerable<Step> Each(int depth)
    {
        _isInEach = true;
        yield return new Step.Await(_simulator.Delay(Ticks(1, 3)));
        SimTask[] children = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => _simulator.Method($"M{++_made}", Suspending(depth)))];
        foreach (SimTask child in children)
            yield return new Step.Start(child);
        SimTask each = _simulator.WhenEach(children);
        while (true)
        {
            yield return new Step.Next(each);
            if (each.IsCompleted)
                break;
            if (_random.Next(2) == 0)
                yield return new Step.Burn(Ticks(1, 4));
            if (_random.Next(3) == 0)
                yield return new Step.Await(_simulator.Delay(Ticks(1, 5)));
        }

        _isInEach = false;
    }
}
