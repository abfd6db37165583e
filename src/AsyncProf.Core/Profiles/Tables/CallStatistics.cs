using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Tables;

/// <summary>What the calls of one method, or the roots of one name, add up to.</summary>
internal sealed class CallStatistics
{
    public long Calls { get; private set; }

    public long OutermostCalls { get; private set; }

    public long Errors { get; private set; }

    public long Canceled { get; private set; }

    public long NotAwaited { get; private set; }

    public long AwaiterUnknown { get; private set; }

    /// <summary>The sum of the durations of the outermost calls.</summary>
    public long WallNs { get; private set; }

    /// <summary>The durations of the outermost calls.</summary>
    public DurationHistogram Durations { get; } = new();

    /// <summary>Adds the calls of one sample.</summary>
    public void Add(in StackCharge sample, bool outermost)
    {
        if (sample.Sums.Calls == 0 || sample.Tags.Bucket < 0)
            return;
        Calls += sample.Sums.Calls;
        Errors += sample.Tags.Status == OperationStatus.Error ? sample.Sums.Calls : 0;
        Canceled += sample.Tags.Status == OperationStatus.Canceled ? sample.Sums.Calls : 0;
        NotAwaited += sample.Tags.Awaited == AwaitedBy.Nobody ? sample.Sums.Calls : 0;
        AwaiterUnknown += sample.Tags.Awaited == AwaitedBy.Unknown ? sample.Sums.Calls : 0;
        if (!outermost)
            return;
        OutermostCalls += sample.Sums.Calls;
        WallNs += sample.Sums.WallNs;
        Durations.Add(sample.Tags.Bucket, sample.Sums.Calls);
    }
}
