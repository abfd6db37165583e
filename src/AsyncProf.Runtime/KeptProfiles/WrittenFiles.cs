namespace AsyncProf.KeptProfiles;

/// <summary>What this process has written and is still there, in the order in which it did. One thread at a time.</summary>
internal sealed class WrittenFiles
{
    private readonly Dictionary<string, (long Number, long At)> _files = new(StringComparer.Ordinal);

    /// <summary>Those of this process: there may be several rings, one after the other, for a directory.</summary>
    public static WrittenFiles OfThisProcess { get; } = new();

    /// <summary>The number of the last one.</summary>
    public long Last { get; private set; }

    /// <summary>A number for the next one, larger than all before.</summary>
    public long Next() => ++Last;

    /// <summary>Remembers one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="number">Its number.</param>
    /// <param name="at">When, in ticks of a clock that nobody sets.</param>
    public void Add(string path, long number, long at) => _files[path] = (number, at);

    /// <summary>The number of a file and when it was written; null if this process did not write it.</summary>
    public (long Number, long At)? Find(string path) => _files.TryGetValue(path, out (long Number, long At) file) ? file : null;

    /// <summary>Forgets what is no longer in a directory.</summary>
    public void Retain(string directory, IEnumerable<string> paths)
    {
        var there = paths.ToHashSet(StringComparer.Ordinal);
        foreach (string path in _files.Keys.Where(path => Path.GetDirectoryName(path) == directory && !there.Contains(path)).ToArray())
            _files.Remove(path);
    }
}
