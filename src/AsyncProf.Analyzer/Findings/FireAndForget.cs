using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>Work that nobody awaits, and what became of it.</summary>
internal sealed class FireAndForget : IFindingRule
{
    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        HashSet<string> awaited = AwaitedByHand(profile.Data);
        Dictionary<string, (long Calls, long Errors)> forgotten = Forgotten(profile.Data);
        foreach (RootRow root in profile.Roots.Where(root => root.Kind == RootKind.Detached && !root.IsFramework && MethodName.IsCertain(root.Name) && !awaited.Contains(root.Name) && !IsPlumbing(root)))
        {
            if (!forgotten.TryGetValue(root.Name, out (long Calls, long Errors) calls))
                continue;
            yield return RootTimes.Of(
                new Finding(
                    "fire-and-forget",
                    calls.Errors > 0 ? Severity.Error : Severity.Info,
                    root.Name,
                    FormattableString.Invariant($"{calls.Calls} calls outlived what started them{By(root)}, {DurationText.Of(root.P50Ns)} each (p50); {calls.Errors} of them failed, and nobody awaited them."),
                    "Await it, or give it to a hosted service that awaits it and logs its failures."),
                root.ElapsedNs,
                roots.AllElapsed);
        }

        foreach (MethodRow row in profile.Methods.Where(row => row is { IsFramework: false, NotAwaited: > 0, Errors: > 0 } && row.NotAwaited == row.Calls && !Plumbing.Is(row.Method) && MethodName.IsCertain(row.Method)))
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

    /// <summary>Whether it is part of a framework's machine, which knows when it ends by other means, or was begun by nothing else.</summary>
    private static bool IsPlumbing(RootRow root) => Plumbing.Is(root.Name) || (root.StartedBy.Count > 0 && root.StartedBy.All(Plumbing.Is));

    private static string By(RootRow root) => root.StartedBy.Count == 0 ? "" : $" ({NameText.Display(root.StartedBy[0])}{(root.StartedBy.Count > 1 ? " and others" : "")})";

    /// <summary>How many detached roots of a name have ended and how many of those failed, without those that somebody awaited whom nothing names.</summary>
    private static Dictionary<string, (long Calls, long Errors)> Forgotten(ProfileData data)
    {
        var roots = new Dictionary<string, (long Calls, long Errors)>(StringComparer.Ordinal);
        foreach (StackCharge sample in data.Samples)
        {
            if (sample.Tags is not { Root: RootKind.Detached, Bucket: >= 0 } || sample.Tags.Awaited == AwaitedBy.Unknown || sample.Sums.Calls == 0)
                continue;
            if (sample.Stack == 0 || data.Stacks[sample.Stack].Parent != 0 || data.FrameOf(sample.Stack) is not { Kind: FrameKind.Method } frame)
                continue;
            (long calls, long errors) = roots.GetValueOrDefault(frame.Name);
            roots[frame.Name] = (calls + sample.Sums.Calls, errors + (sample.Tags.Status == OperationStatus.Error ? sample.Sums.Calls : 0));
        }

        return roots;
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
