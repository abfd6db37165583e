using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Findings;

/// <summary>Much of the time is spent on what no event names.</summary>
internal sealed class LostToTheUnknown : IFindingRule
{
    private const double LeastShare = 0.3;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        // What has not ended waits for work, and a server's own loops for their sockets, both rightly.
        ProfileData data = profile.Data;
        int[] rootOf = data.RootOfEach();
        long all = 0, unknown = 0;
        foreach (StackCharge sample in data.Samples.Where(sample => sample.Stack > 0 && sample.Tags.Root != RootKind.Open && !data.FrameOf(rootOf[sample.Stack]).IsFramework))
        {
            all += sample.Sums.Elapsed.TotalNs;
            if (UnknownWaits.NamesNothing(data.FrameOf(sample.Stack)))
                unknown += sample.Sums.Elapsed.TotalNs;
        }

        if (all == 0 || unknown < all * LeastShare)
            yield break;
        yield return RootTimes.Of(new Finding(
            "unknown-awaits",
            Severity.Info,
            "",
            FormattableString.Invariant($"{100.0 * unknown / all:0} % of the time of what ended went to awaits of which nothing tells what was awaited: tasks completed by hand, sockets, channels, custom awaiters."),
            "The time is exact and its method right; look at the method's source to see what it awaits."), unknown, all);
    }
}
