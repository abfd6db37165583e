using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Attaching;

/// <summary>What a user is told where events are not received as was asked for.</summary>
internal static class Reception
{
    private const string Direct = "direct";

    /// <summary>How they are received instead, as a sentence; null if it is as asked for.</summary>
    /// <param name="target">The process.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="eventsBy">How the agent receives them, in its own words.</param>
    public static string? Other(TargetProcess target, CaptureMode asked, string eventsBy) => asked switch
    {
        CaptureMode.Listener when eventsBy == Direct => FormattableString.Invariant($"The events of process {target.Pid} are received directly, and not by a listener: the app itself, or another recording, began to receive them so."),
        CaptureMode.Direct when eventsBy != Direct => FormattableString.Invariant($"The events of process {target.Pid} are not received directly: they are received by {eventsBy}."),
        _ => null,
    };
}
