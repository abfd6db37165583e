using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Tables;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Findings;

/// <summary>Much of the time is that of operations that somebody awaited and nobody knows who: it stands below no request.</summary>
internal sealed class UnknownAwaiter : IFindingRule
{
    private const double LeastShare = 0.01;

    private const int Named = 5;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        double share = UnknownAwaiters.Share(profile.Data);
        if (share <= LeastShare)
            yield break;
        MethodRow[] rows = [.. profile.Methods.Where(row => row.AwaiterUnknownTaskNs > 0).OrderByDescending(row => row.AwaiterUnknownTaskNs).ThenBy(row => row.Method, StringComparer.Ordinal)];
        string names = string.Join(", ", rows.Take(Named).Select(row => FormattableString.Invariant($"{NameText.Display(row.Method)} ({row.AwaiterUnknown} calls, {DurationText.Of(row.AwaiterUnknownTaskNs)})")));
        string more = rows.Length > Named ? FormattableString.Invariant($" and {rows.Length - Named} more") : "";
        yield return RootTimes.Of(
            new Finding(
                "awaiter-unknown",
                Severity.Info,
                "",
                FormattableString.Invariant($"{100 * share:0.#} % of task time is that of calls after which somebody went on whom no event names: {names}{more}."),
                "Their times are right, and only missing from whoever awaited them: record with --exact-edges, which lets the process tell who did."),
            rows.Sum(row => row.AwaiterUnknownTaskNs),
            roots.AllTask);
    }
}
