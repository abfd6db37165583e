using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching.Records;

/// <summary>
/// Recycled records behind small ids. Chunks never move, so a reference into one stays valid while others are rented;
/// records without references inside cost the garbage collector nothing. Id 0 means none.
/// </summary>
internal sealed class Slab<T>
    where T : struct
{
    private const int Shift = 12;
    private const int Mask = (1 << Shift) - 1;

    private T[][] _chunks = [new T[1 << Shift]];
    private int[] _free = new int[256];
    private int _freeCount;
    private int _top = 1;

    /// <summary>How many records are in use.</summary>
    public int Count => _top - 1 - _freeCount;

    /// <summary>What the records take, in bytes.</summary>
    public long KeptBytes => (_chunks.LongLength * Unsafe.SizeOf<T>() << Shift) + (_free.LongLength * sizeof(int));

    /// <summary>One more than the highest id ever given out.</summary>
    public int Top => _top;

    public ref T this[int id]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _chunks[id >> Shift][id & Mask];
    }

    /// <summary>An id whose record is as its last user left it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Rent()
    {
        if (_freeCount > 0)
            return _free[--_freeCount];
        int id = _top++;
        if (id >> Shift == _chunks.Length)
        {
            Array.Resize(ref _chunks, _chunks.Length + 1);
            _chunks[^1] = new T[1 << Shift];
        }

        return id;
    }

    /// <summary>Much has been returned at once, in any order: it is given out again in the order in which it lies, so that what is rented next to each other lies next to each other.</summary>
    public void Tidy()
    {
        Span<int> free = _free.AsSpan(0, _freeCount);
        free.Sort();
        free.Reverse();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(int id)
    {
        if (_freeCount == _free.Length)
            Array.Resize(ref _free, _free.Length * 2);
        _free[_freeCount++] = id;
    }
}
