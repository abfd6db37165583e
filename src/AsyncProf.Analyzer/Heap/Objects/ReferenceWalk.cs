using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Objects;

/// <summary>Goes over the references that an object holds, in the order in which they lie.</summary>
/// <param name="map">Where its type has them; null for none.</param>
/// <param name="bytes">The object.</param>
internal ref struct ReferenceWalk(ReferenceMap? map, ReadOnlySpan<byte> bytes)
{
    private const int Word = 8;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _series = map is null ? 0 : map.Series.Length; // they are read from the last, which lies first
    private long _at, _end;
    private int _item, _left;

    /// <summary>The next that is no null.</summary>
    /// <param name="at">Where in the object it is.</param>
    /// <param name="address">The object that it refers to.</param>
    public bool Next(out int at, out ulong address)
    {
        (at, address) = (0, 0);
        if (map is null)
            return false;
        while (map.Pattern.Length > 0 ? NextInPattern(map) : NextInSeries(map))
        {
            at = (int)_at - Word;
            address = MemoryMarshal.Read<ulong>(_bytes[at..]);
            if (address != 0)
                return true;
        }

        return false;
    }

    private bool NextInSeries(ReferenceMap map)
    {
        while (_at >= _end)
        {
            if (--_series < 0)
                return false;
            (_at, long longer) = map.Series[_series];
            _end = Math.Min(_at + longer + _bytes.Length, _bytes.Length);
        }

        _at += Word;
        return _at <= _bytes.Length;
    }

    private bool NextInPattern(ReferenceMap map)
    {
        if (_at == 0)
            (_at, _left) = (map.Series[0].Start, map.Pattern[0].Count);
        for (int skipped = 0; _left == 0; skipped++)
        {
            if (skipped > map.Pattern.Length)
                return false; // none in a whole element: it is damaged
            _at += map.Pattern[_item].Skip;
            _item = _item + 1 == map.Pattern.Length ? 0 : _item + 1;
            _left = map.Pattern[_item].Count;
        }

        _left--;
        _at += Word;
        return _at + Word <= _bytes.Length; // its last word is the next object's
    }
}
