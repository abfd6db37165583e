using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching.Operations;

/// <summary>Task ids to slots: open addressing without tombstones, because every operation is added once and removed once.</summary>
internal class IdMap
{
    private int[] _keys = new int[1024];
    private int[] _slots = new int[1024];
    private int _mask = 1023;

    public int Count { get; private set; }

    /// <summary>The slot of a task id, or 0. Task ids are never 0, and 0 is that of nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int key)
    {
        int i = Home(key);
        while (true)
        {
            int k = _keys[i];
            if (k == key)
                return _slots[i];
            if (k == 0)
                return 0;
            i = (i + 1) & _mask;
        }
    }

    /// <summary>Adds a task id or gives it another slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(int key, int slot)
    {
        if (Count * 2 > _mask)
            Grow();
        int i = Home(key);
        while (_keys[i] != 0 && _keys[i] != key)
            i = (i + 1) & _mask;
        if (_keys[i] == 0)
            Count++;
        _keys[i] = key;
        _slots[i] = slot;
    }

    /// <summary>Removes a task id if it still means this slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Remove(int key, int slot)
    {
        int i = Home(key);
        while (_keys[i] != key)
        {
            if (_keys[i] == 0)
                return;
            i = (i + 1) & _mask;
        }

        if (_slots[i] != slot)
            return;
        Count--;

        // Close the hole by moving back whatever probed across it.
        int hole = i;
        for (int j = (i + 1) & _mask; _keys[j] != 0; j = (j + 1) & _mask)
        {
            if (((j - Home(_keys[j])) & _mask) < ((j - hole) & _mask))
                continue;
            _keys[hole] = _keys[j];
            _slots[hole] = _slots[j];
            hole = j;
        }

        _keys[hole] = _slots[hole] = 0; // where no key is, there is no slot: so 0 leads nowhere
    }

    private int Home(int key) => (int)((uint)key * 2654435769u >> 7) & _mask;

    private void Grow()
    {
        int[] keys = _keys, slots = _slots;
        _keys = new int[keys.Length * 2];
        _slots = new int[keys.Length * 2];
        _mask = _keys.Length - 1;
        Count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
                Set(keys[i], slots[i]);
        }
    }
}
