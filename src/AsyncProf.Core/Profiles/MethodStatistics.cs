using AsyncProf.Events;

namespace AsyncProf.Profiles;

/// <summary>What is known of the calls of one method, or of the roots of one name.</summary>
internal sealed class MethodStatistics
{
    public long Calls { get; private set; }

    public long OutermostCalls { get; private set; }

    public long Errors { get; private set; }

    public long Canceled { get; private set; }

    /// <summary>The sum of the durations of the outermost calls.</summary>
    public long WallNs { get; private set; }

    public DurationHistogram Durations { get; } = new();

    public void AddCall(OperationStatus status, bool outermost, long wallNs)
    {
        Calls++;
        if (status == OperationStatus.Error)
            Errors++;
        else if (status == OperationStatus.Canceled)
            Canceled++;
        if (!outermost)
            return;
        OutermostCalls++;
        WallNs += wallNs;
        Durations.Add(wallNs);
    }

    public MethodStatistics Copy()
    {
        var copy = new MethodStatistics { Calls = Calls, OutermostCalls = OutermostCalls, Errors = Errors, Canceled = Canceled, WallNs = WallNs };
        copy.Durations.Add(Durations);
        return copy;
    }
}
