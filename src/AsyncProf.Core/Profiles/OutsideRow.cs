namespace AsyncProf.Profiles;

/// <summary>What samples saw of a method on threads that executed no async operation: code that is called from none, and what async methods run before they first suspend.</summary>
/// <param name="Method">The canonical name.</param>
/// <param name="IsExternal">Whether the threads were in native code that it had called, or blocked in it.</param>
/// <param name="IsFramework">Whether it is the frameworks'.</param>
/// <param name="SelfNs">How long they were in the method itself, by estimate, in nanoseconds.</param>
/// <param name="TotalNs">The same with all that it called.</param>
public sealed record OutsideRow(string Method, bool IsExternal, bool IsFramework, long SelfNs, long TotalNs);
