namespace AsyncProf.Testing.Simulation;

/// <content>
/// What no event names, of which a rule says what it is. Only such programs are made in which what the rule goes by holds: where it cannot know, no
/// answer is right.
/// </content>
internal sealed partial class RandomProgram
{
    /// <summary>One of the shapes asked for.</summary>
    private IEnumerable<Step> Shape(int depth, List<SimTask> hot)
    {
        RandomShapes[] asked = [.. Enum.GetValues<RandomShapes>().Where(shape => shape != RandomShapes.None && _shapes.HasFlag(shape))];
        return asked[_random.Next(asked.Length)] switch
        {
            _ => Relays(depth, hot),
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
}
