using AsyncProf.Diffing;
using AsyncProf.Profiles;

namespace AsyncProf.Renderers;

/// <summary>Which frame of the tree each row is about.</summary>
internal static class RowTargets
{
    /// <summary>For each row its frame: of several that bear the name, the one that changed the most. Null where there is none.</summary>
    public static DiffNode?[] Of(DiffTree tree, IReadOnlyList<DiffPageRow> rows)
    {
        var targets = new DiffNode?[rows.Count];
        ILookup<string, int> wanted = Enumerable.Range(0, rows.Count).ToLookup(row => rows[row].Name, StringComparer.Ordinal);
        (IReadOnlyList<DiffNode> nodes, IReadOnlyList<int> parents) = tree.Flatten();
        var rootOf = new int[nodes.Count];
        for (int i = 1; i < nodes.Count; i++)
        {
            rootOf[i] = parents[i] == 0 ? i : rootOf[parents[i]];
            foreach (int row in wanted[nodes[i].Name])
            {
                if (Fits(rows[row], nodes[i], nodes[rootOf[i]]) && (targets[row] is not { } other || Compare(nodes[i], other) > 0))
                    targets[row] = nodes[i];
            }
        }

        return targets;
    }

    private static bool Fits(DiffPageRow row, DiffNode node, DiffNode root) => row.Kind == "root"
        ? node == root
        : node.Kind is FrameKind.Method or FrameKind.Entry && (row.Root.Length == 0 || row.Root == root.Name);

    private static int Compare(DiffNode a, DiffNode b) =>
        Math.Abs(a.ElapsedChangeNs).CompareTo(Math.Abs(b.ElapsedChangeNs)) is var byElapsed and not 0 ? byElapsed : Math.Abs(a.TaskChangeNs).CompareTo(Math.Abs(b.TaskChangeNs));
}
