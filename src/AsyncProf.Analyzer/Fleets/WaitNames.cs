using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Fleets;

/// <summary>Tells waits by the names that they are shown under, where a store keeps nothing else of them.</summary>
internal static class WaitNames
{
    private const string Await = "await ", BlockedOn = "blocked on ";

    /// <summary>The frame of a wait of which nobody knows what it is for.</summary>
    public static Frame Unknown { get; } = Frame.OfWait(WaitKind.Unknown, "");

    /// <summary>Whether a name is that of a wait: no method's has a blank behind such a word.</summary>
    public static bool IsWait(string name) => name.StartsWith(Await, StringComparison.Ordinal) || name.StartsWith(BlockedOn, StringComparison.Ordinal);

    /// <summary>The frame of a wait.</summary>
    public static Frame FrameOf(string name) =>
        name == Unknown.Name ? Unknown
        : name.StartsWith(Await, StringComparison.Ordinal) ? Frame.OfWait(WaitKind.Named, name[Await.Length..])
        : name.StartsWith(BlockedOn, StringComparison.Ordinal) ? Frame.OfWait(WaitKind.BlockedOn, name[BlockedOn.Length..])
        : Frame.OfWait(WaitKind.Named, name);
}
