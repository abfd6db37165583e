using AsyncProf.Events;

namespace AsyncProf.Profiles;

/// <summary>What one method waited for.</summary>
/// <param name="On">What it was: <c>Task.Delay</c>, <c>(unknown)</c>, <c>blocked on Shop.Orders.GetAsync</c>.</param>
/// <param name="Count">How many waits.</param>
/// <param name="ElapsedNs">What they took of the roots' time, in nanoseconds.</param>
/// <param name="TaskNs">What they took of the method's own time, in nanoseconds.</param>
public sealed record WaitRow(string On, long Count, long ElapsedNs, long TaskNs)
{
    /// <summary>What kind of wait it was.</summary>
    internal WaitKind Kind { get; init; }

    /// <summary>The method or the name of what was waited for; empty where the kind says it all.</summary>
    internal string Target { get; init; } = "";
}
