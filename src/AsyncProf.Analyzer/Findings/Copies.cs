using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>Memory that methods allocate only to hold again what they have already, as samples of allocations show it.</summary>
/// <param name="tree">The tree with all that samples divide.</param>
internal sealed class Copies(CallNode tree) : IFindingRule
{
    /// <summary>A part of what the method allocated, and bytes a second.</summary>
    private const double LeastShare = 0.3, LeastRate = 1 << 20;

    private const long LeastBytes = 1 << 20;

    /// <summary>A part of all copies of a method from which on their maker is named.</summary>
    private const double LeastNamed = 0.1;

    private const int MostNamed = 3;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        (string likely, string beware) = IsInSteps(profile.Recording.RuntimeVersion) ? ("likely ", ", which this runtime takes in even steps: in a loop they can name the wrong place") : ("", "");
        double seconds = Math.Max(1, profile.Recording.AllocatedObservedNs / 1e9);
        Dictionary<string, MethodRow> methods = profile.Methods.Where(row => row.Kind == FrameKind.Method && !row.IsFramework && MethodName.IsCertain(row.Method)).ToDictionary(row => row.Method, StringComparer.Ordinal);
        foreach ((IGrouping<string, (string Method, CopyMaker Maker, long Bytes)> copied, long bytes) in Copied().GroupBy(copy => copy.Method).Select(copied => (copied, copied.Sum(copy => copy.Bytes))).OrderByDescending(copied => copied.Item2))
        {
            if (!methods.TryGetValue(copied.Key, out MethodRow? row) || bytes < LeastBytes || bytes / seconds < LeastRate || bytes < LeastShare * row.UsedSelf.AllocatedBytes)
                continue;
            (CopyMaker Maker, long Bytes)[] makers = [.. copied.GroupBy(copy => copy.Maker, copy => copy.Bytes).Select(made => (Maker: made.Key, Bytes: made.Sum())).OrderByDescending(made => made.Bytes).ThenBy(made => made.Maker.Name, StringComparer.Ordinal)];
            (CopyMaker Maker, long Bytes)[] named = [.. makers.Where((made, at) => at == 0 || made.Bytes >= LeastNamed * bytes).Take(MostNamed)];
            yield return new Finding(
                "copies",
                Severity.Info,
                row.Method,
                FormattableString.Invariant($"Of {SizeText.Of(row.UsedSelf.AllocatedBytes)} that it allocated{(profile.Recording.AllocatedInSome ? "" : FormattableString.Invariant($" in {row.Calls} calls"))}, {SizeText.Of(bytes)} were {likely}copies made by {NamesOf(named, makers.Length)}, by samples{beware}."),
                $"Copy less: {string.Join("; ", named.Select(made => made.Maker.Advice).Distinct(StringComparer.Ordinal))}.");
        }
    }

    /// <summary>Who made them, with how much each made where they are several.</summary>
    private static string NamesOf((CopyMaker Maker, long Bytes)[] named, int all)
    {
        if (all == 1)
            return NameText.Display(named[0].Maker.Name);
        string[] names = [.. named.Select(made => $"{NameText.Display(made.Maker.Name)} ({SizeText.Of(made.Bytes)})"), .. all > named.Length ? (string[])["others"] : []];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>Whether a runtime tells of an object each time that another 100 KB have been allocated, and not by chance, as from .NET 10 on.</summary>
    private static bool IsInSteps(string runtime) => Version.TryParse(runtime, out Version? version) && version.Major < 10;

    /// <summary>What makers of copies allocated below each async method; the outermost of several counts. A collection below a method of the frameworks is theirs, up to a method that is not.</summary>
    private IEnumerable<(string Method, CopyMaker Maker, long Bytes)> Copied()
    {
        var work = new Stack<(CallNode Node, string Method, bool IsTheirs)>([(tree, "", false)]);
        while (work.TryPop(out (CallNode Node, string Method, bool IsTheirs) next))
        {
            CallNode node = next.Node;
            if (node.Frame.IsSampled && CopyMaker.Find(node.Name) is { } maker && !(maker.OfItsOwner && next.IsTheirs))
            {
                yield return (next.Method, maker, node.UsedTotal.AllocatedBytes);
                continue;
            }

            bool isTheirs = node.Frame.IsSampled && node.IsFramework && (next.IsTheirs || !CopyMaker.IsOfCollections(node.Name));
            foreach (CallNode child in node.Children)
                work.Push((child, node.Frame.IsSampled ? next.Method : node.Name, isTheirs));
        }
    }
}
