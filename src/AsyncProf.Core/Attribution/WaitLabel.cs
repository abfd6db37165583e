using AsyncProf.Events;

namespace AsyncProf.Attribution;

/// <summary>What a wait is charged under.</summary>
/// <param name="Kind">What was waited for.</param>
/// <param name="Target">For a named thing the id of its name, for a method the value of its id, otherwise 0.</param>
/// <param name="On">Where <paramref name="Target"/> ended it, the name of what was awaited; 0 where nothing tells.</param>
internal readonly record struct WaitLabel(WaitKind Kind, int Target, int On = 0)
{
    public static WaitLabel Unknown => new(WaitKind.Unknown, 0);

    public static WaitLabel Handle => new(WaitKind.BlockedOnHandle, 0);

    public static WaitLabel Request => new(WaitKind.Request, 0);

    public static WaitLabel Cycle => new(WaitKind.Cycle, 0);
}
