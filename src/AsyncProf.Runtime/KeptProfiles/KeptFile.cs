namespace AsyncProf.KeptProfiles;

/// <summary>A kept profile as it lies in its directory.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Name">What its name says.</param>
/// <param name="Written">The how manieth this process wrote; 0 where an earlier one did.</param>
/// <param name="Age">How old it is; less than zero where a clock was set back.</param>
internal sealed record KeptFile(string Path, long Bytes, KeptFileName Name, long Written, TimeSpan Age) : IComparable<KeptFile>
{
    /// <summary>
    /// In the order in which they give way. Windows come last, because there are few of them; what earlier processes wrote comes first, by the clock; then what this one wrote, as it did: clocks are
    /// set, also back.
    /// </summary>
    public int CompareTo(KeptFile? other) => other is null
        ? 1
        : (Name.IsWindow, Written, Name.Time, Name.Pid, Name.Number).CompareTo((other.Name.IsWindow, other.Written, other.Name.Time, other.Name.Pid, other.Name.Number));
}
