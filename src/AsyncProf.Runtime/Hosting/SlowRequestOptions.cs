namespace AsyncProf.Hosting;

/// <summary>Which slow requests stay in memory with their trees. Bound from the configuration section <c>AsyncProf:SlowRequest</c>.</summary>
public sealed class SlowRequestOptions
{
    /// <summary>From how long on a request is slow. Default zero: slower than 99 % of the requests of its name, once 100 have been seen.</summary>
    public TimeSpan Threshold { get; set; } = TimeSpan.Zero;

    /// <summary>How many are kept, the newest, 0 to 10,000. Default 32; 0 switches it off.</summary>
    public int Capacity { get; set; } = 32;

    internal IEnumerable<string> Validate(string section)
    {
        if (Threshold < TimeSpan.Zero)
            yield return $"{section}.Threshold must not be negative; it is {Threshold:c}.";
        if (Capacity is < 0 or > 10_000)
            yield return FormattableString.Invariant($"{section}.Capacity must be 0 to 10000; it is {Capacity}.");
    }
}
