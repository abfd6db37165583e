namespace AsyncProf.Pushing;

/// <summary>What came of one attempt to push a profile.</summary>
/// <param name="Outcome">What that means for it.</param>
/// <param name="Problem">What was wrong, as the end of a sentence; empty for nothing.</param>
internal sealed record PushAnswer(PushOutcome Outcome, string Problem = "")
{
    /// <summary>When the server asks to be asked again; null where it does not say.</summary>
    public TimeSpan? After { get; init; }
}
