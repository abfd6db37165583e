using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>What becomes of single roots when a profile is made from another. No time changes.</summary>
internal static class Timelines
{
    /// <summary>The same under other names.</summary>
    public static Timeline? Renamed(this Timeline? timeline, Func<Frame, Frame> rename)
    {
        if (timeline is null)
            return null;
        var names = new Dictionary<Frame, Frame>(ReferenceEqualityComparer.Instance);
        return timeline with
        {
            Roots =
            [
                .. timeline.Roots.Select(root => root with
                {
                    Nodes = [.. root.Nodes.Select(node => node with { Frame = NameOf(node.Frame) })],
                    Path = Pieces(root.Path),
                    Own = Pieces(root.Own),
                }),
            ],
            Loads = timeline.Loads?.Select(load => load with { Frame = NameOf(load.Frame) }).ToArray(),
            Series = timeline.Series.WithStacks(stack => [.. stack.Select(NameOf)]),
        };

        TimedPiece[] Pieces(IReadOnlyList<TimedPiece> pieces) => [.. pieces.Select(piece => piece.On is null ? piece : piece with { On = NameOf(piece.On) })];

        Frame NameOf(Frame frame)
        {
            if (!names.TryGetValue(frame, out Frame? name))
                names.Add(frame, name = rename(frame));
            return name;
        }
    }

    /// <summary>Only the roots of some names.</summary>
    public static Timeline? OnlyRoots(this Timeline? timeline, Func<Frame, bool> matches) => timeline is null ? null : timeline with
    {
        Roots = [.. timeline.Roots.Where(root => matches(root.Frame))],
        Loads = timeline.Loads?.Where(load => matches(load.Frame)).ToArray(),
        Series = timeline.Series.OnlyStacks(stack => matches(stack[0])),
    };

    /// <summary>Only the roots that hold a matching frame, or that hold none. How many there were of these at once is not known.</summary>
    public static Timeline? Only(this Timeline? timeline, Func<Frame, bool> matches, bool keepMatches) => timeline is null ? null : timeline with
    {
        Roots = [.. timeline.Roots.Where(root => Holds(root, matches) == keepMatches)],
        Loads = null,
        Series = timeline.Series.OnlyStacks(stack => stack.Any(matches) == keepMatches),
    };

    /// <summary>Hides operations: what a hidden one did becomes a wait of the nearest visible one that awaits it, named by the outermost hidden one; states stay.</summary>
    public static Timeline? Without(this Timeline? timeline, Func<Frame, bool> isHidden) => timeline is null ? null : timeline with
    {
        Roots = [.. timeline.Roots.Select(root => Without(root, isHidden))],
        Series = timeline.Series.WithStacks(stack => Without(stack, isHidden)),
    };

    /// <summary>A stack without its hidden methods: visible ones below them move up, and where it ends in hidden ones it ends in a wait that is named by the outermost of them.</summary>
    private static List<Frame> Without(IReadOnlyList<Frame> stack, Func<Frame, bool> isHidden)
    {
        var visible = new List<Frame>();
        Frame? hiddenBy = null;
        for (int at = 0; at < stack.Count; at++)
        {
            bool isLeaf = stack[at].Kind == FrameKind.Leaf;
            if (at > 0 && !isLeaf && stack[at].IsCode && isHidden(stack[at]))
                hiddenBy ??= stack[at];
            else if (!isLeaf || hiddenBy is null)
                visible.Add(stack[at]);
            hiddenBy = visible.Count > 0 && ReferenceEquals(visible[^1], stack[at]) ? null : hiddenBy;
        }

        if (hiddenBy is not null)
            visible.Add(Frame.OfWait(WaitKind.Hidden, hiddenBy.Name, hiddenBy.IsFramework));
        return visible;
    }

    private static bool Holds(TimedRoot root, Func<Frame, bool> matches) =>
        root.Nodes.Any(node => matches(node.Frame)) || root.Path.Any(piece => piece.On is { } on && matches(on)) || root.Own.Any(piece => piece.On is { } on && matches(on));

    private static TimedRoot Without(TimedRoot root, Func<Frame, bool> isHidden)
    {
        var places = new int[root.Nodes.Count];
        var hiddenBy = new Frame?[root.Nodes.Count];
        var nodes = new List<TimedNode>();
        for (int i = 0; i < places.Length; i++)
        {
            TimedNode node = root.Nodes[i];
            if (i > 0 && node.Frame.Kind == FrameKind.Method && isHidden(node.Frame))
            {
                places[i] = places[node.Parent];
                hiddenBy[i] = hiddenBy[node.Parent] ?? Frame.OfWait(WaitKind.Hidden, node.Frame.Name, node.Frame.IsFramework);
                continue;
            }

            places[i] = nodes.Count;
            nodes.Add(node with { Parent = node.Parent < 0 ? -1 : places[node.Parent] });
        }

        if (nodes.Count == places.Length)
            return root;
        return root with { Nodes = nodes, Path = [.. root.Path.Select(Moved)], Own = [.. root.Own.Select(Moved)] };

        TimedPiece Moved(TimedPiece piece) => piece with { Node = places[piece.Node], On = hiddenBy[piece.Node] ?? piece.On };
    }
}
