using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>A method that makes one large object after the other: they live in a heap of their own, which only the most expensive collections look after.</summary>
internal sealed class LargeObjects : IFindingRule
{
    /// <summary>What the runtime's samples call large: https://learn.microsoft.com/dotnet/standard/garbage-collection/large-object-heap.</summary>
    private const string Large = " (large)";

    /// <summary>In bytes a second. Less is a collection each minute or so.</summary>
    private const double LeastRate = 4 << 20;

    private const long LeastBytes = 4 << 20;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        double seconds = Math.Max(1, profile.Recording.AllocatedObservedNs / 1e9);
        foreach (MethodRow row in profile.Methods.Where(row => !row.IsFramework && MethodName.IsCertain(row.Method)))
        {
            AllocatedType[] large = [.. row.AllocatedTypes.Where(type => type.Type.EndsWith(Large, StringComparison.Ordinal))];
            long bytes = large.Sum(type => type.Bytes);
            if (bytes < LeastBytes || bytes / seconds < LeastRate)
                continue;
            yield return new Finding(
                "large-objects",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"By samples it allocated {SizeText.Of(bytes)} of large objects{(profile.Recording.AllocatedInSome ? "" : FormattableString.Invariant($" in {row.Calls} calls"))}, {SizeText.Of((long)(bytes / seconds))} a second, most of it {NameText.Display(large[0].Type[..^Large.Length])}."),
                "Objects of 85,000 bytes and more are only collected with everything else: rent them from ArrayPool, or work on pieces.");
        }
    }
}
