using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Renderers;

/// <summary>
/// A profile in few lines for agents and scripts: how far it can be trusted, findings, the roots, the methods by their own time, what they waited for, and the commands that tell more.
/// <c>docs/agents.md</c> describes the form.
/// </summary>
internal static class BriefText
{
    private const int Findings = 6, Roots = 8, Methods = 12, Waits = 8, Commands = 6;

    /// <summary>What each part takes at the most, in bytes; the head takes no more than 1000.</summary>
    private const int FindingBytes = 1800, RootBytes = 1000, MethodBytes = 2500, WaitBytes = 900, CommandBytes = 900;

    private const int EvidenceBytes = 240, AdviceBytes = 160;

    /// <summary>Writes the brief: never more lines and bytes than <see cref="BriefWriter"/> says.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">Its methods, the one with the most time of its own first.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="commands">What to ask next.</param>
    /// <param name="withMinor">Whether findings that cost next to nothing are among the others, and not only counted.</param>
    /// <param name="withAll">Whether the frameworks' own roots, and what began before the recording, are shown too.</param>
    public static string Write(AsyncProfile profile, IReadOnlyList<MethodRow> methods, IReadOnlyList<Finding> findings, IReadOnlyList<string> commands, bool withMinor = false, bool withAll = false)
    {
        var brief = new BriefWriter("report");
        MethodRow[] shown = [.. methods.Where(row => row.Kind != FrameKind.Leaf && (row.Calls > 0 || row.TaskSelf.TotalNs > 0) && (withAll || !TextReport.IsBegunBefore(row.Kind, row.Method)))];
        RootRow[] roots = [.. profile.Roots.Where(root => withAll || !(root.IsFramework || TextReport.IsBegunBefore(root))).OrderBy(root => root.Count == 0)];
        Head(brief, profile, shown.Length, roots);
        Finding[] told = [.. findings.Where(finding => withMinor || !finding.IsMinor)];
        brief.Rows("finding", told, Findings, FindingBytes, Line);
        if (findings.Count > told.Length)
            brief.Line(new BriefLine("more").Word("of", "minor-finding").Count("count", findings.Count - told.Length));
        brief.Rows("root", roots, Roots, RootBytes, Line);
        brief.Rows("method", shown, Methods, MethodBytes, row => Line(row, profile.Recording));
        brief.Rows("wait", BriefWait.Of(methods), Waits, WaitBytes, Line);
        brief.Commands(commands, Commands, CommandBytes);
        return brief.ToString();
    }

    private static void Head(BriefWriter brief, AsyncProfile profile, int methods, IReadOnlyList<RootRow> roots)
    {
        RecordingInfo r = profile.Recording;
        brief.Line(new BriefLine("recording").Text("process", r.Process, 60).Text("runtime", r.RuntimeVersion, 30).Text("source", r.Source, 20).Ms("duration_ms", r.DurationNs).Ms("observed_ms", r.ObservedNs)
            .Count("events", r.Events).Count("operations", r.Operations).Count("samples", r.Samples));
        brief.Line(new BriefLine("quality").Count("lost", r.LostEvents).Number("unknown_await_share", r.UnknownAwaitShare).Number("unattributed_share", r.UnattributedShare)
            .Number("awaiter_unknown_share", r.AwaiterUnknownShare).Number("ambiguous_share", r.AmbiguousShare).Number("observed_share", r.ObservedShare)
            .Count("inferred_edges", r.InferredEdges).Count("begun_before", r.BegunBefore).Count("unfinished", r.Unfinished).Count("given_up", r.GivenUp).Count("broken_off", r.BrokenOff));
        BriefLine totals = new BriefLine("totals").Count("roots", roots.Count).Count("ended", roots.Sum(root => root.Count)).Count("errors", roots.Sum(root => root.Errors))
            .Ms("roots_elapsed_ms", roots.Sum(root => root.ElapsedNs)).Count("methods", methods).Ms("elapsed_ms", profile.Tree.ElapsedTotal.TotalNs).Ms("task_ms", profile.Tree.TaskTotal.TotalNs);
        if (r.Allocated is not null)
            totals.Count("alloc_bytes", profile.Tree.UsedTotal.AllocatedBytes);
        if (r.Cpu is not null)
            totals.Ms("cpu_ms", profile.Tree.UsedTotal.CpuNs);
        if (r.AllocatedInSome || r.CpuInSome)
            totals.Count("recordings", r.Recordings).Count("alloc_recordings", r.Allocated?.Recordings ?? 0).Count("cpu_recordings", r.Cpu?.Recordings ?? 0);
        brief.Line(totals);
    }

    private static string Line(Finding finding)
    {
        BriefLine line = new BriefLine("finding").Word("severity", finding.Severity.ToString()).Text("id", finding.Id);
        if (finding is { ImpactNs: { } ns })
            line.Ms("impact_ms", ns).Number("impact_share", finding.ImpactShare);
        return line.Text("about", finding.Subject).Text("evidence", finding.Evidence, EvidenceBytes).Text("advice", finding.Advice, AdviceBytes).ToString();
    }

    private static string Line(RootRow root) => new BriefLine("root").Word("kind", root.Kind.ToString()).Count("count", root.Count).Count("errors", root.Errors).Count("running", root.StillRunning)
        .Ms("elapsed_ms", root.ElapsedNs).Ms("p50_ms", root.P50Ns).Ms("p99_ms", root.P99Ns).Ms("max_ms", root.MaxNs).Text("name", root.Name).ToString();

    private static string Line(MethodRow row, RecordingInfo recording)
    {
        BriefLine line = new BriefLine("method").Word("kind", row.Kind.ToString()).Count("calls", row.Calls).Ms("self_ms", row.TaskSelf.TotalNs)
            .Ms("running_ms", row.TaskSelf.RunningNs).Ms("waiting_ms", row.TaskSelf.WaitingNs).Ms("ready_ms", row.TaskSelf.ReadyNs).Ms("blocked_ms", row.TaskSelf.BlockedNs)
            .Ms("elapsed_ms", row.ElapsedSelf.TotalNs).Ms("p99_ms", row.P99Ns);
        bool isMeasured = !Frame.IsSample(row.Kind); // what samples saw is part of who called it
        if (isMeasured && recording.Allocated is not null)
            line.Count("alloc_bytes", row.UsedSelf.AllocatedBytes);
        if (isMeasured && recording.Cpu is not null)
            line.Ms("cpu_ms", row.UsedSelf.CpuNs);
        return line.Text("name", row.Method).Text("at", Place(row), 60).ToString();
    }

    private static string Line(BriefWait wait) => new BriefLine("wait").Word("kind", WaitText.Word(wait.Kind)).Count("count", wait.Count).Ms("task_ms", wait.TaskNs).Ms("elapsed_ms", wait.ElapsedNs)
        .Text("on", wait.On).Text("most_by", wait.MostBy).ToString();

    private static string Place(MethodRow row) => row.File.Length == 0 ? "" : FormattableString.Invariant($"{Path.GetFileName(row.File.Replace('\\', '/'))}:{row.Line}");
}
