using AsyncProf.Profiles;
using AsyncProf.Profiles.Transforms;

namespace AsyncProf;

/// <summary>One request that was slow, with its complete logical tree. Kept whether or not its trace was sampled.</summary>
/// <param name="Name">The request's name.</param>
/// <param name="TraceId">The W3C trace id in hexadecimal digits; empty where no activity stood for the request.</param>
/// <param name="StartUtc">When it started, in UTC; the moment it was kept where no activity says.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Limit">What it exceeded: the threshold, or the 99th percentile of the requests of its name until then. Zero where it exceeded neither, and is kept because it ended in a deep window of <c>Triggers</c>.</param>
/// <param name="Tree">Its logical tree on both axes; print it with <see cref="TextReport.Tree"/>.</param>
public sealed record SlowRequest(string Name, string TraceId, DateTime StartUtc, TimeSpan Duration, TimeSpan Limit, CallNode Tree)
{
    /// <summary>The same without the frameworks' own methods, each subtree of theirs one leaf.</summary>
    public SlowRequest FoldFramework() => this with { Tree = FrameFolding.Fold(Tree, static node => node.IsFramework) };

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{StartUtc:O} {Name} took {Duration.TotalMilliseconds:0.0} ms, ") + (Limit == TimeSpan.Zero ? "in a window" : FormattableString.Invariant($"more than {Limit.TotalMilliseconds:0.0} ms"));
}
