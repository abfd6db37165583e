using AsyncProf.Events;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Testing.Simulation;

/// <summary>Gives the events of a simulated program places: a few for each method, as awaits of its code.</summary>
/// <param name="names">The names that the events point to.</param>
/// <param name="random">Where an operation suspends.</param>
/// <param name="wrong">The share of places that are another's, or nobody's.</param>
internal sealed class RandomPlaces(NameTable names, Random random, double wrong = 0)
{
    private const int PlacesPerMethod = 3, Places = 1 << 20;

    private readonly Dictionary<int, int> _nameOf = [];

    /// <summary>What the code says of the places.</summary>
    public ScriptedAwaits Source { get; } = new();

    /// <summary>The same events with places.</summary>
    public IEnumerable<LoggedEvent> In(IEnumerable<LoggedEvent> log)
    {
        foreach (LoggedEvent logged in log)
        {
            AsyncEvent e = logged.Event;
            if (e.Kind == AsyncEventKind.OperationBegin)
                _nameOf[e.TaskId] = e.Extra;
            if (e.Kind == AsyncEventKind.OperationBegin && names[e.Extra].StartsWith("Async: ", StringComparison.Ordinal))
                e.OtherId = PlaceOf(e.Extra);
            else if (e.Kind == AsyncEventKind.WaitBegin && _nameOf.TryGetValue(e.OtherId, out int name))
                e.Extra = PlaceOf(name);
            else if (e.Kind == AsyncEventKind.ContinuationScheduled && wrong > 0)
                e.OtherId = PlaceOf(random.Next(names.Count));
            yield return logged with { Event = e };
        }
    }

    private int PlaceOf(int name)
    {
        if (random.NextDouble() < wrong)
            return random.Next(3) == 0 ? random.Next(Places) : random.Next(names.Count * PlacesPerMethod);
        int place = (name * PlacesPerMethod) + random.Next(PlacesPerMethod);
        Source.Names[place] = name;
        Source.Places[place] = new AwaitInfo($"Shop.Of{name}.On{place}", place % 5 == 0, $"F{name}.cs", place, place);
        return place;
    }
}
