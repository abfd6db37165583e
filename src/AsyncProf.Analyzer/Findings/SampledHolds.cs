using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Findings;

/// <summary>What held the threads that executed methods, as samples saw it.</summary>
internal sealed class SampledHolds
{
    private const int Named = 2;

    /// <summary>What is less than this share of the running time explains nothing.</summary>
    private const double LeastShare = 0.1;

    private readonly Dictionary<string, Dictionary<string, long>> _heldBy = new(StringComparer.Ordinal);

    /// <summary>Reads a tree with all that samples divide.</summary>
    public SampledHolds(CallNode tree)
    {
        var work = new Stack<(CallNode Node, string Method, string? Called)>([(tree, "", null)]);
        while (work.TryPop(out (CallNode Node, string Method, string? Called) next))
        {
            CallNode node = next.Node;
            if (next.Called is { } called)
                Add(next.Method, called, node.TaskSelf.RunningNs);
            foreach (CallNode child in node.Children)
            {
                if (!child.Frame.IsSampled)
                    work.Push((child, child.Name, null));
                else // of the frameworks, what one's own code has called
                    work.Push((child, next.Called is null ? node.Name : next.Method, next.Called is not null && node.Frame.IsSampled && node.IsFramework ? next.Called : child.Name));
            }
        }
    }

    /// <summary>What held the threads of a method most, as a part of a sentence; empty where samples do not tell.</summary>
    /// <param name="method">The method.</param>
    /// <param name="runningNs">Its running time, in nanoseconds.</param>
    public string Of(string method, long runningNs) =>
        !_heldBy.TryGetValue(method, out Dictionary<string, long>? heldBy) ? "" : string.Join(" and ", heldBy
            .Where(held => held.Value >= runningNs * LeastShare).OrderByDescending(held => held.Value).ThenBy(held => held.Key, StringComparer.Ordinal).Take(Named)
            .Select(held => FormattableString.Invariant($"{DurationText.Of(held.Value)} in {NameText.Display(held.Key)}")));

    private void Add(string method, string called, long ns)
    {
        if (ns == 0)
            return;
        if (!_heldBy.TryGetValue(method, out Dictionary<string, long>? heldBy))
            _heldBy.Add(method, heldBy = new Dictionary<string, long>(StringComparer.Ordinal));
        heldBy[called] = heldBy.GetValueOrDefault(called) + ns;
    }
}
