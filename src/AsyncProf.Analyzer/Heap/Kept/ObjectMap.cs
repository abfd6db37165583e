using System.Numerics;
using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Kept;

/// <summary>All objects of a heap, numbered in the order of their addresses. A bit for each place where one may begin, and how many begin before: a fortieth of the heap, however small its objects are.</summary>
internal sealed class ObjectMap
{
    private const int PlaceShift = 3, WordShift = 6;

    private readonly MemoryCopies _copies;
    private readonly HeapTypes _types;
    private readonly Region[] _regions;
    private int _last;

    /// <param name="image">The heap.</param>
    /// <param name="types">Its types.</param>
    public ObjectMap(HeapImage image, HeapTypes types)
    {
        (_copies, _types) = (image.Copies, types);
        MemoryRange[] ranges = [.. image.Ranges, .. image.Large];
        _regions = [.. ranges.OrderBy(range => range.Start).Select(range => new Region(range.Start, range.Length))];
        (_, Unread) = HeapWalk.Run(image, ranges, types, Take);
        foreach (Region region in _regions)
            Count = region.Rank(Count);
    }

    /// <summary>How many objects there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes could not be read.</summary>
    public long Unread { get; }

    /// <summary>The number of an object; -1 where none begins.</summary>
    public int NumberOf(ulong address) => Find(address) is { } region && (address & 7) == 0 ? region.NumberOf(address) : -1;

    /// <summary>The object in which an address lies; 0 where it lies in none.</summary>
    public ulong Around(ulong address)
    {
        ulong start = Find(address)?.Before(address) ?? 0;
        return start != 0 && address - start < SizeOf(start) ? start : 0;
    }

    /// <summary>The addresses of all objects, in the order of their numbers.</summary>
    public IEnumerable<ulong> Addresses() => _regions.SelectMany(region => region.Addresses());

    /// <summary>An object's type and its bytes; null where it cannot be read.</summary>
    public HeapType? Read(ulong address, out ReadOnlySpan<byte> bytes)
    {
        if (!_copies.TryFind(address, out bytes) || bytes.Length < 16 || _types.Find(System.Runtime.InteropServices.MemoryMarshal.Read<ulong>(bytes) & ~7UL) is not { } type)
            return null;
        ulong size = type.SizeOf(bytes);
        if (size < (ulong)bytes.Length)
            bytes = bytes[..(int)size];
        return type;
    }

    /// <summary>The shape of a state machine that is an object of its own; null if it is none.</summary>
    public MachineShape? MachineOf(ReadOnlySpan<byte> bytes) => _types.MachineOf(System.Runtime.InteropServices.MemoryMarshal.Read<ulong>(bytes) & ~7UL);

    /// <summary>How many bytes an object takes, with what is between it and the next.</summary>
    public ulong SizeOf(ulong address) => Read(address, out ReadOnlySpan<byte> bytes) is { } type ? HeapWalk.Aligned(type.SizeOf(bytes)) : 0;

    private void Take(ulong address, HeapType type, ulong size)
    {
        if (type.IsFree)
            return;
        Bytes += (long)size;
        Find(address)!.Set(address);
    }

    private Region? Find(ulong address)
    {
        if (_regions.Length == 0)
            return null;
        if (_regions[_last].Holds(address))
            return _regions[_last];
        int low = 0, high = _regions.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_regions[middle].Start <= address)
                low = middle;
            else
                high = middle - 1;
        }

        if (!_regions[low].Holds(address))
            return null;
        _last = low;
        return _regions[low];
    }

    private sealed class Region(ulong start, ulong length)
    {
        private readonly ulong[] _begins = new ulong[(length >> (PlaceShift + WordShift)) + 1];
        private int[] _before = [];

        public ulong Start => start;

        public bool Holds(ulong address) => address - start < length;

        public void Set(ulong address) => _begins[(address - start) >> (PlaceShift + WordShift)] |= 1UL << (int)((address - start) >> PlaceShift);

        public int Rank(int before)
        {
            _before = new int[_begins.Length];
            for (int i = 0; i < _begins.Length; i++)
            {
                _before[i] = before;
                before += BitOperations.PopCount(_begins[i]);
            }

            return before;
        }

        public int NumberOf(ulong address)
        {
            ulong place = (address - start) >> PlaceShift, word = _begins[place >> WordShift], bit = 1UL << (int)place;
            return (word & bit) == 0 ? -1 : _before[place >> WordShift] + BitOperations.PopCount(word & (bit - 1));
        }

        public ulong Before(ulong address)
        {
            ulong place = (address - start) >> PlaceShift;
            long at = (long)(place >> WordShift);
            ulong word = _begins[at] & (ulong.MaxValue >> (63 - (int)(place & 63)));
            while (word == 0 && --at >= 0)
                word = _begins[at];
            return word == 0 ? 0 : start + ((((ulong)at << WordShift) + (ulong)BitOperations.Log2(word)) << PlaceShift);
        }

        public IEnumerable<ulong> Addresses()
        {
            for (int i = 0; i < _begins.Length; i++)
            {
                for (ulong word = _begins[i]; word != 0; word &= word - 1)
                    yield return start + ((((ulong)i << WordShift) + (ulong)BitOperations.TrailingZeroCount(word)) << PlaceShift);
            }
        }
    }
}
