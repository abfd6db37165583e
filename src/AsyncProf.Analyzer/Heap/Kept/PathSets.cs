namespace AsyncProf.Heap.Kept;

/// <summary>Sets of paths as small numbers: 0 is the empty one. There are only so many; beyond, a set is not extended.</summary>
internal sealed class PathSets
{
    private const int MostSets = 1 << 14, MostMembers = 256;

    private readonly List<int[]> _sets = [[]];
    private readonly Dictionary<(int Set, int Path), int> _extended = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal) { [""] = 0 };

    /// <summary>Whether a set could not be extended.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The paths of a set, ascending.</summary>
    public IReadOnlyList<int> this[int set] => _sets[set];

    /// <summary>The set that has a path more.</summary>
    public int With(int set, int path)
    {
        if (_extended.TryGetValue((set, path), out int extended))
            return extended;
        int at = Array.BinarySearch(_sets[set], path);
        if (at >= 0)
            return _extended[(set, path)] = set;
        int[] members = [.. _sets[set][..~at], path, .. _sets[set][~at..]];
        string key = string.Join(',', members);
        if (!_known.TryGetValue(key, out extended))
        {
            if (_sets.Count >= MostSets || members.Length > MostMembers)
            {
                IsFull = true;
                return set;
            }

            _known.Add(key, extended = _sets.Count);
            _sets.Add(members);
        }

        return _extended[(set, path)] = extended;
    }
}
