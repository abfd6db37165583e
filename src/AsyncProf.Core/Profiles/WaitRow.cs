namespace AsyncProf.Profiles;

/// <summary>What one method waited for.</summary>
/// <param name="On">What it was, without the mark: <c>Task.Delay</c>, <c>blocked on Shop.Orders.GetAsync</c>.</param>
/// <param name="Count">How many waits.</param>
/// <param name="ElapsedNs">What they took of the roots' time, in nanoseconds.</param>
/// <param name="TaskNs">What they took of the method's own time, in nanoseconds.</param>
public sealed record WaitRow(string On, long Count, long ElapsedNs, long TaskNs);
