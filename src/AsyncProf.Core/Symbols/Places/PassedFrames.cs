using System.Collections.Concurrent;

namespace AsyncProf.Symbols.Places;

/// <summary>
/// Which methods only pass a task on between who awaits it and who made it: decorators, mediators. They stand on the stack until the JIT makes jumps of their calls, so what was seen is kept.
/// Any thread may add. Bounded.
/// </summary>
internal sealed class PassedFrames
{
    private const int Most = 16_384;

    private static readonly int[] Doubtful = [];

    private readonly ConcurrentDictionary<(int Caller, int Callee), int[]> _seen = new();
    private int _version;

    /// <summary>Grows whenever something new is known.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>All pairs that were seen, those in doubt too, for others may have believed them before.</summary>
    public IEnumerable<(int Caller, int Callee)> Pairs => _seen.Keys;

    /// <summary>The places between two methods, the caller's side first; null where nothing is known, or not the same each time.</summary>
    /// <param name="caller">The name of the operations of who awaits.</param>
    /// <param name="callee">The name of the operations of who is awaited.</param>
    public int[]? Between(int caller, int callee) => _seen.TryGetValue((caller, callee), out int[]? places) && places.Length > 0 ? places : null;

    /// <summary>Adds what stood between two methods once. More is believed than less, for frames vanish; what contradicts what was seen before leaves both in doubt.</summary>
    public void Add(int caller, int callee, ReadOnlySpan<int> places, PlaceTable table)
    {
        if (_seen.TryGetValue((caller, callee), out int[]? known))
        {
            if (known.Length == 0 || IsPartOf(places, known, table))
                return;
            _seen[(caller, callee)] = IsPartOf(known, places, table) ? places.ToArray() : Doubtful;
        }
        else if (_seen.Count < Most)
        {
            _seen[(caller, callee)] = places.ToArray();
        }
        else
        {
            return;
        }

        Interlocked.Increment(ref _version);
    }

    /// <summary>Whether the methods of some places come in the same order among those of others.</summary>
    private static bool IsPartOf(ReadOnlySpan<int> part, ReadOnlySpan<int> whole, PlaceTable table)
    {
        int found = 0;
        for (int i = 0; i < whole.Length && found < part.Length; i++)
        {
            if (IsSame(table[part[found]], table[whole[i]]))
                found++;
        }

        return found == part.Length;
    }

    private static bool IsSame(Place? a, Place? b) => a is not null && b is not null && a.Type == b.Type && a.Method == b.Method && a.Assembly == b.Assembly;
}
