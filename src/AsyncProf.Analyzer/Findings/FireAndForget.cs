using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>Work that nobody awaits, and what became of it.</summary>
internal sealed class FireAndForget : IFindingRule
{
    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        HashSet<string> awaited = AwaitedByHand(profile.Data);
        foreach (RootRow root in profile.Roots.Where(root => root.Kind == RootKind.Detached && !root.IsFramework && root.Count > 0 && MethodName.IsCertain(root.Name) && !awaited.Contains(root.Name)))
        {
            yield return RootTimes.Of(
                new Finding(
                    "fire-and-forget",
                    root.Errors > 0 ? Severity.Error : Severity.Info,
                    root.Name,
                    FormattableString.Invariant($"{root.Count} calls outlived what started them, {DurationText.Of(root.P50Ns)} each (p50); {root.Errors} of them failed, and nobody awaited them."),
                    "Await it, or give it to a hosted service that awaits it and logs its failures."),
                root.ElapsedNs,
                roots.AllElapsed);
        }

        foreach (MethodRow row in profile.Methods.Where(row => row is { IsFramework: false, NotAwaited: > 0, Errors: > 0 } && row.NotAwaited == row.Calls && MethodName.IsCertain(row.Method)))
        {
            yield return roots.Task(
                new Finding(
                    "fire-and-forget",
                    Severity.Error,
                    row.Method,
                    FormattableString.Invariant($"None of its {row.Calls} calls was awaited, and {row.Errors} failed."),
                    "Await it, or observe its failure."),
                row.TaskTotalNs);
        }
    }

    /// <summary>
    /// The roots of which somebody else awaits what they, or what they call, complete by hand: a pipeline's stages say that they are done through a channel or a
    /// <c>TaskCompletionSource</c>, and not through their own tasks.
    /// </summary>
    private static HashSet<string> AwaitedByHand(ProfileData data)
    {
        int[] rootOf = data.RootOfEach();
        var waiters = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        for (int stack = 1; stack < rootOf.Length; stack++)
        {
            if (data.FrameOf(stack) is not { Wait: WaitKind.CompletedBy or WaitKind.ResumedBy } wait)
                continue;
            if (!waiters.TryGetValue(wait.Target, out HashSet<string>? roots))
                waiters.Add(wait.Target, roots = new HashSet<string>(StringComparer.Ordinal));
            roots.Add(data.FrameOf(rootOf[stack]).Name);
        }

        var awaited = new HashSet<string>(StringComparer.Ordinal);
        for (int stack = 1; stack < rootOf.Length; stack++)
        {
            string root = data.FrameOf(rootOf[stack]).Name;
            if (data.FrameOf(stack).Kind == FrameKind.Method && waiters.TryGetValue(data.FrameOf(stack).Name, out HashSet<string>? roots) && roots.Any(other => other != root))
                awaited.Add(root);
        }

        return awaited;
    }
}
