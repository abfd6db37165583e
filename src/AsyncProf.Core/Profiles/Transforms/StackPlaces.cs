using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Stacks of a series, each once, in the order in which they came.</summary>
internal sealed class StackPlaces
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<Frame>> _all = [];

    public IReadOnlyList<IReadOnlyList<Frame>> All => _all;

    /// <summary>The place of a stack, which it gets when it is first asked for.</summary>
    public int PlaceOf(IReadOnlyList<Frame> stack)
    {
        string key = string.Join('\n', stack.Select(frame => FormattableString.Invariant($"{(int)frame.Kind} {(int)frame.Wait} {frame.Name}")));
        if (_places.TryGetValue(key, out int place))
            return place;
        _places.Add(key, place = _all.Count);
        _all.Add(stack);
        return place;
    }
}
