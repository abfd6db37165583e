using AsyncProf.Budgets;

namespace AsyncProf.Profiles.Pprof;

/// <summary>How much a <c>profile.proto</c> holds. It is counted before anything is made of it, so that nothing is made of a file that holds too much, and no table has to grow.</summary>
internal sealed class PprofCounts
{
    /// <summary>More than any profile needs. A file that says more was made to fill memory: an entry takes next to no bytes in it.</summary>
    private const int MaximumTypes = 64, MaximumEntries = 8_000_000, MaximumFramesOfALocation = 10_000, MaximumFrames = 10_000_000;

    private PprofCounts()
    {
    }

    public int Types { get; private set; }

    public int Samples { get; private set; }

    public int Mappings { get; private set; }

    public int Locations { get; private set; }

    /// <summary>The frames of all locations.</summary>
    public int Lines { get; private set; }

    public int Functions { get; private set; }

    public int Strings { get; private set; }

    /// <summary>What the tables and their strings take, in bytes.</summary>
    public long Bytes =>
        (Samples * 8L) + (Mappings * Sizes.OfEntry(24)) + (Locations * Sizes.OfEntry(32)) + (Lines * 16L) + (Functions * Sizes.OfEntry(40)) + (Strings * Sizes.OfText(0)) + (2 * TextBytes);

    private long TextBytes { get; set; }

    /// <summary>Counts.</summary>
    /// <exception cref="InvalidDataException">It holds more than can be, or cannot be read.</exception>
    public static PprofCounts Of(ReadOnlySpan<byte> file)
    {
        var counts = new PprofCounts();
        var reader = new ProtoReader(file);
        while (reader.Next())
        {
            counts.Take(ref reader);
            if (counts.Types > MaximumTypes || (long)counts.Strings + counts.Samples + counts.Locations + counts.Functions + counts.Mappings > MaximumEntries)
                throw new InvalidDataException("its tables have too many entries");
        }

        return counts;
    }

    private void Take(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Types++;
                break;
            case 2:
                Samples++;
                break;
            case 3:
                Mappings++;
                break;
            case 4:
                Locations++;
                TakeLines(reader.Bytes);
                break;
            case 5:
                Functions++;
                break;
            case 6:
                Strings++;
                TextBytes += reader.Bytes.Length;
                break;
        }
    }

    private void TakeLines(ReadOnlySpan<byte> location)
    {
        int before = Lines;
        var reader = new ProtoReader(location);
        while (reader.Next())
        {
            if (reader.Field != 4)
                continue;
            if (Lines - before == MaximumFramesOfALocation)
                throw new InvalidDataException("a location has too many frames");
            if (Lines == MaximumFrames)
                throw new InvalidDataException("its locations have too many frames together");
            Lines++;
        }
    }
}
