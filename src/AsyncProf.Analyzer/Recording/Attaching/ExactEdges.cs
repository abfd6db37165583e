using AsyncProf.Events.Batches;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Attaching;

/// <summary>What a user is told where exact edges were asked for and are not had.</summary>
internal static class ExactEdges
{
    /// <summary>Why a recording that has begun has not all of them, as a sentence; null if it has.</summary>
    /// <param name="target">The process.</param>
    /// <param name="edges">How its agent tells edges; null if it knows of no exact ones.</param>
    public static string? Missing(TargetProcess target, int? edges) => edges switch
    {
        BatchEvents.EdgesByTasks => null,
        BatchEvents.EdgesByTasksInPart => FormattableString.Invariant($"Some kinds of exact edge are not available on the runtime of process {target.Pid}: of those, the events tell what they can."),
        _ => FormattableString.Invariant($"Exact edges are not available on the runtime of process {target.Pid}: the events tell what they can."),
    };

    /// <summary>Why a recording that had them has them no longer at its end, as a sentence; null if it has.</summary>
    /// <param name="target">The process.</param>
    /// <param name="edges">How its agent told edges at last.</param>
    public static string? GivenUp(TargetProcess target, int? edges) => edges == BatchEvents.EdgesByEvents
        ? FormattableString.Invariant($"Process {target.Pid} had so many tasks pending at once that exact edges were given up on the way: from then on the events tell what they can.")
        : null;
}
