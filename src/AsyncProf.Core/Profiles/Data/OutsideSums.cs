namespace AsyncProf.Profiles.Data;

/// <summary>What samples saw of a method on threads that executed no operation, in nanoseconds: estimates.</summary>
/// <param name="SelfNs">In the method itself.</param>
/// <param name="TotalNs">In it and what it called.</param>
/// <param name="IsFramework">Whether it is the frameworks'.</param>
internal readonly record struct OutsideSums(long SelfNs, long TotalNs, bool IsFramework)
{
    public static OutsideSums operator +(OutsideSums left, OutsideSums right) => new(left.SelfNs + right.SelfNs, left.TotalNs + right.TotalNs, left.IsFramework || right.IsFramework);
}
