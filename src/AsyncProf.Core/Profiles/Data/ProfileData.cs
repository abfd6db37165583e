using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>The numbers of a profile, from which everything else is read: interned frames, stacks, and what was charged to them. Never changed once made.</summary>
internal sealed class ProfileData
{
    /// <summary>No viewer shows deeper stacks, and a file holds each whole.</summary>
    public const int MaximumDepth = 2048;

    public required IReadOnlyList<Frame> Frames { get; init; }

    public required IReadOnlyList<StackNode> Stacks { get; init; }

    public required IReadOnlyList<StackCharge> Samples { get; init; }

    /// <summary>By kind and name: a request or a scope may be called as a method is.</summary>
    public required IReadOnlyDictionary<(FrameKind Kind, string Name), MethodNotes> Methods { get; init; }

    /// <summary>By the kind and the name of the roots.</summary>
    public required IReadOnlyDictionary<(RootKind Kind, string Name), RootNotes> Roots { get; init; }

    /// <summary>What is known of awaits.</summary>
    public IReadOnlyDictionary<AwaitKey, AwaitSums> Awaits { get; init; } = new Dictionary<AwaitKey, AwaitSums>();

    /// <summary>Who began what nobody is known to have awaited.</summary>
    public IReadOnlyDictionary<SpawnKey, SpawnSums> Spawns { get; init; } = new Dictionary<SpawnKey, SpawnSums>();

    /// <summary>What samples saw on threads that executed no operation, by kind of frame and method.</summary>
    public IReadOnlyDictionary<(FrameKind Kind, string Name), OutsideSums> Outside { get; init; } = new Dictionary<(FrameKind Kind, string Name), OutsideSums>();

    /// <summary>What samples say of lines, in nanoseconds of running time on the task axis.</summary>
    public IReadOnlyDictionary<LineKey, long> Lines { get; init; } = new Dictionary<LineKey, long>();

    /// <summary>Single roots over time; null where they were not kept.</summary>
    public Timeline? Timeline { get; init; }

    /// <summary>The spans of those requests that have samples of their own; the first has the number 1.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    /// <summary>The span of the request that samples are of; none for most.</summary>
    public SpanLink LinkOf(ChargeTags tags) => tags.Link > 0 && tags.Link <= Links.Count ? Links[tags.Link - 1] : default;

    public Frame FrameOf(int stack) => Frames[Stacks[stack].Frame];

    /// <summary>The same with other notes of its roots.</summary>
    public ProfileData With(IReadOnlyDictionary<(RootKind Kind, string Name), RootNotes> roots) =>
        new() { Frames = Frames, Stacks = Stacks, Samples = Samples, Methods = Methods, Roots = roots, Awaits = Awaits, Spawns = Spawns, Outside = Outside, Lines = Lines, Timeline = Timeline, Links = Links };

    /// <summary>For each stack, the stack of its first frame alone; 0 for stack 0.</summary>
    public int[] RootOfEach()
    {
        var roots = new int[Stacks.Count];
        for (int stack = 1; stack < roots.Length; stack++)
            roots[stack] = Stacks[stack].Parent == 0 ? stack : roots[Stacks[stack].Parent];
        return roots;
    }
}
