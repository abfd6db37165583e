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

    /// <summary>What makes a copy, and what to use in its place.</summary>
    private static readonly Dictionary<string, string> Makers = new(StringComparer.Ordinal)
    {
        ["System.IO.MemoryStream.ToArray"] = "GetBuffer or TryGetBuffer hands out what is there",
        ["System.IO.MemoryStream.set_Capacity"] = "give the stream its capacity, or write into a pipe",
        ["System.String.Concat"] = "a StringBuilder or an interpolated string appends in place",
        ["System.String.Substring"] = "a span shows a part without a copy",
        ["System.String.Split"] = "a span shows a part without a copy",
        ["System.Text.StringBuilder.ToString"] = "write the chunks to where the text goes",
        ["System.Text.StringBuilder.ExpandByABlock"] = "give it its capacity, or write to where the text goes",
        ["System.Text.Encoding.GetString"] = "read text as bytes, or in pieces",
        ["System.Text.Encoding.GetBytes"] = "encode into a buffer that is used again",
        ["System.Array.Resize"] = "make it large enough at first",
        ["System.Collections.Generic.List`1.set_Capacity"] = "give the list its capacity",
        ["System.Collections.Generic.List`1.ToArray"] = "hand the list on as it is",
        ["System.Linq.Enumerable.ToArray"] = "enumerate once, without collecting",
        ["System.Linq.Enumerable.ToList"] = "enumerate once, without collecting",
    };

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        (string likely, string beware) = IsInSteps(profile.Recording.RuntimeVersion) ? ("likely ", ", which this runtime takes in even steps: in a loop they can name the wrong place") : ("", "");
        double seconds = Math.Max(1, profile.Recording.AllocatedObservedNs / 1e9);
        Dictionary<string, MethodRow> methods = profile.Methods.Where(row => row.Kind == FrameKind.Method && !row.IsFramework && MethodName.IsCertain(row.Method)).ToDictionary(row => row.Method, StringComparer.Ordinal);
        foreach (IGrouping<(string Method, string Maker), long> copied in Copied().GroupBy(copy => (copy.Method, copy.Maker), copy => copy.Bytes).OrderByDescending(copied => copied.Sum()))
        {
            long bytes = copied.Sum();
            if (!methods.TryGetValue(copied.Key.Method, out MethodRow? row) || bytes < LeastBytes || bytes / seconds < LeastRate || bytes < LeastShare * row.UsedSelf.AllocatedBytes)
                continue;
            yield return new Finding(
                "copies",
                Severity.Info,
                row.Method,
                FormattableString.Invariant($"Of {SizeText.Of(row.UsedSelf.AllocatedBytes)} that it allocated{(profile.Recording.AllocatedInSome ? "" : FormattableString.Invariant($" in {row.Calls} calls"))}, {SizeText.Of(bytes)} were {likely}copies made by {NameText.Display(copied.Key.Maker)}, by samples{beware}."),
                FormattableString.Invariant($"Copy less: {Makers[copied.Key.Maker]}."));
        }
    }

    /// <summary>Whether a runtime tells of an object each time that another 100 KB have been allocated, and not by chance, as from .NET 10 on.</summary>
    private static bool IsInSteps(string runtime) => Version.TryParse(runtime, out Version? version) && version.Major < 10;

    /// <summary>What makers of copies allocated below each async method; the outermost of several counts.</summary>
    private IEnumerable<(string Method, string Maker, long Bytes)> Copied()
    {
        var work = new Stack<(CallNode Node, string Method)>([(tree, "")]);
        while (work.TryPop(out (CallNode Node, string Method) next))
        {
            if (next.Node.Frame.IsSampled && Makers.ContainsKey(next.Node.Name))
            {
                yield return (next.Method, next.Node.Name, next.Node.UsedTotal.AllocatedBytes);
                continue;
            }

            foreach (CallNode child in next.Node.Children)
                work.Push((child, next.Node.Frame.IsSampled ? next.Method : next.Node.Name));
        }
    }
}
