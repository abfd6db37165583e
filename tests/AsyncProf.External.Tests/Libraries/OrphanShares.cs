using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>
/// Of each stack, which part hangs below an operation that has an awaiter and is not shown there: nobody knows who went on after it, or it was charged as an open
/// root while others of its method have an awaiter.
/// </summary>
internal sealed class OrphanShares
{
    private readonly ProfileData _data;
    private readonly Dictionary<(int Stack, bool IsOpen), (long Unknown, long Calls)> _stacks = [];
    private readonly Dictionary<string, (long Awaited, long Calls)> _methods = [];
    private readonly Dictionary<(int Stack, bool IsOpen), (double Share, int Top)> _shares = [];

    public OrphanShares(ProfileData data)
    {
        _data = data;
        foreach (StackCharge sample in data.Samples)
        {
            if (data.FrameOf(sample.Stack) is not { Kind: FrameKind.Method } frame)
                continue;
            bool isUnknown = sample.Tags.Awaited == AwaitedBy.Unknown, isBelow = data.Stacks[sample.Stack].Parent > 0 && sample.Tags.Awaited == AwaitedBy.Parent;
            Count(_stacks, (sample.Stack, sample.Tags.Root == RootKind.Open), isUnknown, sample.Sums.Calls);
            Count(_methods, frame.Name, isUnknown || isBelow, sample.Sums.Calls);
        }
    }

    /// <summary>The part, and the stack of the outermost such operation.</summary>
    public (double Share, int Top) Of(int stack, RootKind root)
    {
        if (stack <= 0)
            return (0, 0);
        bool isOpen = root == RootKind.Open;
        if (_shares.TryGetValue((stack, isOpen), out (double Share, int Top) known))
            return known;
        int parent = _data.Stacks[stack].Parent;
        (double above, int top) = Of(parent, root);
        (long some, long calls) = isOpen && parent == 0 ? _methods.GetValueOrDefault(_data.FrameOf(stack).Name) : _stacks.GetValueOrDefault((stack, isOpen));
        double own = calls == 0 ? 0 : (double)some / calls;
        return _shares[(stack, isOpen)] = (above + ((1 - above) * own), top != 0 || own == 0 ? top : stack);
    }

    private static void Count<TKey>(Dictionary<TKey, (long Some, long Calls)> counts, TKey key, bool isCounted, long calls)
        where TKey : notnull
    {
        (long some, long all) = counts.GetValueOrDefault(key);
        counts[key] = (some + (isCounted ? calls : 0), all + calls);
    }
}
