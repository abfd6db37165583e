using AsyncProf.SlowRequests;

namespace AsyncProf.Hosting;

/// <summary>Which slow requests are kept with their trees. Bound from the configuration section <c>AsyncProf:SlowRequest</c>.</summary>
public sealed class SlowRequestOptions
{
    /// <summary>A request that takes longer than this is slow, at most 1 day. Null, the default: slower than 99 % of the requests of its name, once 100 have been seen. A connection or a stream is not slow.</summary>
    public TimeSpan? Threshold { get; set; }

    /// <summary>How many stay in memory, the newest, 0 to 10,000. Default 32; 0 switches the recorder off.</summary>
    public int Capacity { get; set; } = 32;

    /// <summary>
    /// A file to which each slow request is appended, one line of JSON with its tree; null, the default, for none. Its directory must exist. Only its
    /// owner may read it: of one that is there already others lose the right to, and a link or another user's file is not written. An empty text, all that an environment variable can say, counts as null.
    /// </summary>
    public string? File { get; set; }

    /// <summary>From which length on a new file is begun, in bytes, 64 KiB to 1 GiB; the old one stays as <c>.1</c>. Default 16 MiB.</summary>
    public long MaximumFileBytes { get; set; } = 16L << 20;

    /// <summary>The values now; null where nothing is kept.</summary>
    internal SlowRequestSettings? ToSettings() => Capacity == 0 ? null : new(Threshold, Capacity, File, MaximumFileBytes);

    internal IEnumerable<string> Validate(string section)
    {
        if (Threshold <= TimeSpan.Zero || Threshold > TimeSpan.FromDays(1))
            yield return $"{section}.Threshold must be more than zero and at most 1 day, or left out to compare each request with others of its name; it is {Threshold:c}.";
        if (Capacity is < 0 or > 10_000)
            yield return FormattableString.Invariant($"{section}.Capacity must be 0 to 10000; it is {Capacity}.");
        if (MaximumFileBytes is < 1L << 16 or > 1L << 30)
            yield return FormattableString.Invariant($"{section}.MaximumFileBytes must be 64 KiB to 1 GiB; it is {MaximumFileBytes}.");
        if (!string.IsNullOrEmpty(File) && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(File))))
            yield return $"{section}.File must be in a directory that exists; it is {File}.";
        if (!string.IsNullOrEmpty(File) && Directory.Exists(File))
            yield return $"{section}.File must be a file, and {File} is a directory.";
    }
}
