using AsyncProf.KeptProfiles;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Hosting;

/// <summary>Whether the hosted service keeps profiles, to be read with <c>asyncprof report</c>. Bound from the configuration section <c>AsyncProf:Profiles</c>.</summary>
public sealed class KeptProfilesOptions
{
    /// <summary>The directory they are written to; it must exist, and what is in it of other names is left alone. Null, the default, keeps none. An empty text, all that an environment variable can say, counts as null.</summary>
    public string? Directory { get; set; }

    /// <summary>How much time one profile covers, 1 s to 1 day. Default 1 minute.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many stay, the newest, 1 to 100,000. Default 60. Only files of this process, and of earlier ones of its name, are ever deleted. Instances in containers do not see
    /// each other and all have the same process id: those that share a volume take the others' files for those of earlier ones, so give each a directory of its own.</summary>
    public int Keep { get; set; } = 60;

    /// <summary>How many bytes they may have together, 1 MiB to 1 TiB. Default 256 MiB. Before a profile is written, the oldest give way to it.</summary>
    public long MaximumBytes { get; set; } = 256L << 20;

    /// <summary>How old they may become. Null, the default: any age, as long as they are not too many.</summary>
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>
    /// How much of the disk is left to others, in bytes, 0 to 1 TiB. Default 256 MiB. Where less is free, the oldest profiles are deleted, and if that is not enough none is written; 0 looks at no disk.
    /// </summary>
    public long MinimumFreeBytes { get; set; } = 256L << 20;

    /// <summary>The values now; null where nothing is kept.</summary>
    /// <param name="keepWindows">How many windows stay beside them, if some are written there.</param>
    internal KeptProfilesSettings? ToSettings(int keepWindows) => string.IsNullOrEmpty(Directory) ? null : new(Directory, Interval, CapsWith(keepWindows));

    /// <summary>How much may stay, of them and of windows.</summary>
    internal RingCaps CapsWith(int keepWindows) => new(Keep, keepWindows, MaximumBytes, MaximumAge, MinimumFreeBytes);

    internal IEnumerable<string> Validate(string section)
    {
        if (!string.IsNullOrEmpty(Directory) && !System.IO.Directory.Exists(Directory))
            yield return $"{section}.Directory must exist; it is {Directory}.";
        if (Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromDays(1))
            yield return $"{section}.Interval must be 1 second to 1 day; it is {Interval:c}.";
        if (Keep is < 1 or > 100_000)
            yield return FormattableString.Invariant($"{section}.Keep must be 1 to 100000; it is {Keep}.");
        if (MaximumBytes is < 1L << 20 or > 1L << 40)
            yield return FormattableString.Invariant($"{section}.MaximumBytes must be 1 MiB to 1 TiB; it is {MaximumBytes}.");
        if (MaximumAge <= TimeSpan.Zero)
            yield return $"{section}.MaximumAge must be more than zero, or left out for any age; it is {MaximumAge:c}.";
        if (MinimumFreeBytes is < 0 or > 1L << 40)
            yield return FormattableString.Invariant($"{section}.MinimumFreeBytes must be 0 to 1 TiB; it is {MinimumFreeBytes}.");
    }
}
