using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>The stacks of the last nodes of which threads have yet to tell what they used for them.</summary>
internal sealed class LateNodes
{
    /// <summary>Threads that are overtaken tell within microseconds, or when they get a processor again.</summary>
    private const int Kept = 1024;

    private (int Number, int Stack, ChargeTags Tags)[] _nodes = [];

    /// <summary>A node was charged under a number.</summary>
    public void Add(int number, int stack, ChargeTags tags)
    {
        if (_nodes.Length == 0)
            _nodes = new (int, int, ChargeTags)[Kept];
        _nodes[number % Kept] = (number, stack, tags);
    }

    /// <summary>Where what is told under a number belongs; false where it is not known, or no more.</summary>
    public bool TryFind(int number, out int stack, out ChargeTags tags)
    {
        (int known, stack, tags) = _nodes.Length == 0 ? default : _nodes[number % Kept];
        return known == number;
    }
}
