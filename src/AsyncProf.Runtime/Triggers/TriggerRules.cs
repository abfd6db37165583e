using AsyncProf.Hosting;

namespace AsyncProf.Triggers;

/// <summary>What options of triggers may be.</summary>
/// <param name="section">What the options are called in messages.</param>
internal sealed class TriggerRules(string section)
{
    private const int MostMeters = 32, LongestName = 256;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>All that is wrong.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hasCondition">Whether a window may ever be opened.</param>
    /// <param name="directory">Where it would be written.</param>
    public IEnumerable<string> Check(TriggersOptions options, bool hasCondition, string? directory)
    {
        if (options.SlowRequest <= TimeSpan.Zero || options.SlowRequest > Longest)
            yield return $"{section}.SlowRequest must be more than zero and at most 1 day, or left out; it is {options.SlowRequest:c}.";
        if (options.Cpu is not (null or (> 0 and <= 1)))
            yield return FormattableString.Invariant($"{section}.Cpu must be more than 0 and at most 1, the share of the available CPU, or left out; it is {options.Cpu}.");
        if (options.PoolDelay <= TimeSpan.Zero || options.PoolDelay > Longest)
            yield return $"{section}.PoolDelay must be more than zero and at most 1 day, or left out; it is {options.PoolDelay:c}.";
        if (options.Meters.Count > MostMeters)
            yield return FormattableString.Invariant($"{section}.Meters must be at most {MostMeters}; they are {options.Meters.Count}.");
        foreach ((string name, double threshold) in options.Meters)
        {
            if (name.Length is 0 or > LongestName)
                yield return FormattableString.Invariant($"{section}.Meters must be named by instruments, of at most {LongestName} letters; one name has {name.Length}.");
            else if (!double.IsFinite(threshold))
                yield return FormattableString.Invariant($"{section}.Meters:{name} must be a number; it is {threshold}.");
        }

        if (options.Cooldown < TimeSpan.Zero || options.Cooldown > Longest)
            yield return $"{section}.Cooldown must be 0 to 1 day; it is {options.Cooldown:c}.";
        if (options.MaximumPerHour is < 1 or > 60)
            yield return FormattableString.Invariant($"{section}.MaximumPerHour must be 1 to 60; it is {options.MaximumPerHour}.");
        if (options.Requests is < 1 or > 10_000)
            yield return FormattableString.Invariant($"{section}.Requests must be 1 to 10000; it is {options.Requests}.");
        if (options.MaximumDuration < TimeSpan.FromSeconds(1) || options.MaximumDuration > TimeSpan.FromMinutes(10))
            yield return $"{section}.MaximumDuration must be 1 second to 10 minutes; it is {options.MaximumDuration:c}.";
        if (options.Keep is < 1 or > 10_000)
            yield return FormattableString.Invariant($"{section}.Keep must be 1 to 10000; it is {options.Keep}.");
        if (!string.IsNullOrEmpty(options.Directory) && !Directory.Exists(options.Directory))
            yield return $"{section}.Directory must exist; it is {options.Directory}.";
        if (hasCondition && string.IsNullOrEmpty(directory))
            yield return $"{section} has a condition and no place for what it records: set {section}.Directory, or the Directory of Profiles.";
    }
}
