namespace AsyncProf.Direct;

/// <summary>What an event source, or one of its providers, is asked for. Levels and keywords of 0 mean all.</summary>
/// <param name="IsOn">Whether anybody asks.</param>
/// <param name="Level">Up to which level.</param>
/// <param name="Keywords">Which keywords.</param>
internal readonly record struct SourceState(bool IsOn, int Level, long Keywords)
{
    /// <summary>What two ask for together.</summary>
    public SourceState With(SourceState other)
    {
        if (!other.IsOn)
            return this;
        if (!IsOn)
            return other;
        return new(true, Level == 0 || other.Level == 0 ? 0 : Math.Max(Level, other.Level), Joined(Keywords, other.Keywords));
    }

    /// <summary>
    /// What a source stands at after somebody has asked for something more, as <c>EventSource.DoCommand</c> of the runtime has it: there a level of 0 does not win over a higher one.
    /// </summary>
    public SourceState After(SourceState asked) => IsOn ? new(true, Math.Max(Level, asked.Level), Joined(Keywords, asked.Keywords)) : asked with { IsOn = true };

    private static long Joined(long one, long other) => one == 0 || other == 0 ? 0 : one | other;
}
