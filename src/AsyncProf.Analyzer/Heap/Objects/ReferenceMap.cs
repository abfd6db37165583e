using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>
/// Where the objects of a type hold references, as its method table tells the collector (coreclr, gcdesc.h): before the table stands a number of series, and before that the series. A series is a place
/// and a length to which the object's own size is added; a number below zero says that the elements of an array each hold some and leave some out.
/// </summary>
/// <param name="series">For each series where it begins, and by how much it is longer than the object, in bytes.</param>
/// <param name="pattern">Of an array of structs, how many references come, and how many bytes without any follow, in turns; empty for all else.</param>
internal sealed class ReferenceMap((long Start, long Longer)[] series, (int Count, int Skip)[] pattern)
{
    /// <summary>More than any type has: what is read may be damaged.</summary>
    private const int MostSeries = 1 << 16;

    private const int Word = 8, SeriesSize = 2 * Word;

    /// <summary>For each series where it begins, and by how much it is longer than the object.</summary>
    public (long Start, long Longer)[] Series => series;

    /// <summary>How references lie in each element of an array of structs.</summary>
    public (int Count, int Skip)[] Pattern => pattern;

    /// <summary>Reads it; null where it cannot be read.</summary>
    /// <param name="reader">Reads the process.</param>
    /// <param name="table">The method table of a type that holds references.</param>
    public static ReferenceMap? Read(IDataReader reader, ulong table)
    {
        if (!reader.Read(table - Word, out long count) || count == 0 || Math.Abs(count) > MostSeries)
            return null;
        var found = new (long, long)[Math.Max(1, count)];
        ulong at = table - Word - SeriesSize;
        for (int i = 0; i < found.Length; i++, at -= SeriesSize)
        {
            if (!reader.Read(at, out long longer) || !reader.Read(at + Word, out long start) || start < Word)
                return null;
            found[i] = (start, longer);
        }

        if (count > 0)
            return new ReferenceMap(found, []);
        var pattern = new (int, int)[-count];
        for (int i = 0; i < pattern.Length; i++)
        {
            if (!reader.Read(table - Word - SeriesSize - (ulong)(i * Word), out ulong item) || ((uint)item == 0 && (uint)(item >> 32) == 0))
                return null;
            pattern[i] = ((int)(uint)item, (int)(uint)(item >> 32));
        }

        return new ReferenceMap(found, pattern);
    }
}
