using System.Runtime.CompilerServices;
using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>A single root that is kept while others come, in ticks and numbers of frames.</summary>
internal sealed class KeptRoot
{
    public required RootKind Kind { get; init; }

    /// <summary>As which of all that were kept it came.</summary>
    public required long Number { get; init; }

    public required long From { get; init; }

    public required long To { get; init; }

    public required long Idle { get; init; }

    public required KeptNode[] Nodes { get; init; }

    public required KeptPiece[] Path { get; init; }

    public required KeptPiece[] Own { get; init; }

    /// <summary>What pieces of the path took that were too many.</summary>
    public required StateTimes LeftOut { get; init; }

    public required int NodesLeftOut { get; init; }

    /// <summary>How many lists hold it.</summary>
    public int Holders { get; set; }

    public long Ticks => To - From;

    /// <summary>What it takes, in bytes.</summary>
    public long Bytes => 200 + (Nodes.LongLength * Unsafe.SizeOf<KeptNode>()) + ((Path.LongLength + Own.LongLength) * Unsafe.SizeOf<KeptPiece>());

    /// <summary>The same in nanoseconds.</summary>
    public TimedRoot Freeze(FrameTable frames, TickClock clock, long origin, bool isSlow) => new(Kind, clock.ToNs(From - origin), clock.ToNs(To - From), clock.ToNs(Idle), isSlow)
    {
        Nodes = [.. Nodes.Select(node => new TimedNode(node.Parent, frames[node.Frame], clock.ToNs(node.From - From), clock.ToNs(node.To - From), node.Status))],
        Path = [.. Path.Select(piece => Freeze(piece, frames, clock))],
        Own = [.. Own.Select(piece => Freeze(piece, frames, clock))],
        LeftOut = clock.ToNs(LeftOut),
        NodesLeftOut = NodesLeftOut,
    };

    private TimedPiece Freeze(in KeptPiece piece, FrameTable frames, TickClock clock) =>
        new(piece.Node, piece.State, piece.On < 0 ? null : frames[piece.On], clock.ToNs(piece.From - From), clock.ToNs(piece.To - From));
}
