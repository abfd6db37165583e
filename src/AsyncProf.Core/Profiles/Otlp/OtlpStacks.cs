using System.Runtime.InteropServices;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Otlp;

/// <summary>
/// The stacks of a profile as stacks of the dictionary. Frames that a profile tells apart can have one location: stacks of the same locations are one, told by a tree of locations from the outermost on.
/// </summary>
internal sealed class OtlpStacks(ProfileData data, OtlpTables tables)
{
    private readonly Dictionary<(int Above, int Location), int> _nodes = [];
    private readonly List<(int Above, int Location)> _tree = [default];
    private readonly Dictionary<(int Frame, int Line), int> _locations = [];
    private readonly int[] _above = new int[data.Stacks.Count]; // the node of all frames above a stack's last, and 1; 0 where it is not known yet
    private readonly Stack<int> _open = new();
    private readonly List<long> _message = [];

    /// <summary>The place of a stack in the dictionary.</summary>
    public int Of(int stack)
    {
        int node = stack == 0 ? 0 : Node(Above(stack), data.Stacks[stack].Frame, 0);
        return tables.TryStack(node, out int place) ? place : tables.AddStack(node, LocationsOf(node));
    }

    private int Above(int stack)
    {
        for (int at = stack; _above[at] == 0 && data.Stacks[at].Parent > 0; at = data.Stacks[at].Parent)
            _open.Push(at);
        while (_open.TryPop(out int at))
        {
            StackNode node = data.Stacks[at];
            _above[at] = 1 + Node(Math.Max(0, _above[node.Parent] - 1), data.Stacks[node.Parent].Frame, node.Line);
        }

        return Math.Max(0, _above[stack] - 1);
    }

    private int Node(int above, int frame, int line)
    {
        if (!_locations.TryGetValue((frame, line), out int location))
            _locations.Add((frame, line), location = tables.Location(data.Frames[frame], line));
        if (_nodes.TryGetValue((above, location), out int node))
            return node;
        _nodes.Add((above, location), node = _tree.Count);
        _tree.Add((above, location));
        return node;
    }

    private ReadOnlySpan<long> LocationsOf(int node)
    {
        _message.Clear();
        for (; node > 0; node = _tree[node].Above)
            _message.Add(_tree[node].Location);
        return CollectionsMarshal.AsSpan(_message);
    }
}
