using System.Runtime.CompilerServices;

namespace AsyncProf.Symbols.Places;

/// <summary>
/// Places as small numbers, for events that hold no references. Any thread may add; reading never locks. Bounded: beyond the capacity there are no new places,
/// and events that would need one have none.
/// </summary>
internal sealed class PlaceTable
{
    /// <summary>The number of no place.</summary>
    public const int None = 0;

    private const int ChunkBits = 8, ChunkSize = 1 << ChunkBits;

    private readonly Place?[]?[] _chunks;
    private int _count = 1;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">How many places it keeps, in steps of 256.</param>
    public PlaceTable(int capacity = 65_536) => _chunks = new Place?[]?[Math.Max(1, capacity >> ChunkBits)];

    /// <summary>How many places there can be.</summary>
    public int Capacity => _chunks.Length << ChunkBits;

    /// <summary>How many numbers have been given out.</summary>
    public int Count => Math.Min(Volatile.Read(ref _count), Capacity);

    /// <summary>The place of a number; null for <see cref="None"/> and for one that was never given out.</summary>
    public Place? this[int id]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => id > None && (uint)(id >> ChunkBits) < (uint)_chunks.Length && Volatile.Read(ref _chunks[id >> ChunkBits]) is { } chunk ? Volatile.Read(ref chunk[id & (ChunkSize - 1)]) : null;
    }

    /// <summary>The number of a new place; <see cref="None"/> where there is no room.</summary>
    public int Add(Place place)
    {
        if (Volatile.Read(ref _count) >= Capacity || Interlocked.Increment(ref _count) - 1 is var id && id >= Capacity)
            return None;
        ref Place?[]? slot = ref _chunks[id >> ChunkBits];
        if (Volatile.Read(ref slot) is null)
            Interlocked.CompareExchange(ref slot, new Place?[ChunkSize], null);
        Volatile.Write(ref slot![id & (ChunkSize - 1)], place);
        return id;
    }
}
