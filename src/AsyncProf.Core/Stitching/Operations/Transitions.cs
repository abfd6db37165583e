using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// The legal steps of an operation. An illegal one (events lost, or a shape not known) is counted by kind and then taken:
/// a profiler that throws is worse than one that doubts.
/// </summary>
internal sealed class Transitions
{
    private const int States = 8;

    private static readonly bool[] Legal = BuildLegal();
    private readonly long[] _illegal = new long[States * States];

    /// <summary>How many illegal steps were taken.</summary>
    public long IllegalCount { get; private set; }

    public static bool IsLegal(OperationState from, OperationState to) => Legal[((int)from * States) + (int)to];

    /// <summary>How often this illegal step was taken.</summary>
    public long Illegal(OperationState from, OperationState to) => _illegal[((int)from * States) + (int)to];

    /// <summary>Takes a step.</summary>
    public void Move(ref Operation operation, OperationState to)
    {
        int step = ((int)operation.State * States) + (int)to;
        operation.State = to;
        if (!Legal[step])
        {
            _illegal[step]++;
            IllegalCount++;
        }
    }

    private static bool[] BuildLegal()
    {
        var legal = new bool[States * States];
        Allow(OperationState.Created, OperationState.Running, OperationState.Suspended, OperationState.Yielded, OperationState.Ended);
        Allow(
            OperationState.Running,
            OperationState.Running, // its next segment began on another thread before this one's end was seen
            OperationState.Suspended,
            OperationState.Yielded,
            OperationState.Lent,
            OperationState.Blocked,
            OperationState.Idle,
            OperationState.Ended);
        Allow(OperationState.Suspended, OperationState.Running, OperationState.Suspended, OperationState.Yielded, OperationState.Idle, OperationState.Ended);
        Allow(OperationState.Yielded, OperationState.Running, OperationState.Suspended);
        Allow(OperationState.Lent, OperationState.Running, OperationState.Lent);
        Allow(OperationState.Blocked, OperationState.Running);
        Allow(OperationState.Idle, OperationState.Running, OperationState.Suspended, OperationState.Yielded, OperationState.Ended, OperationState.Idle);
        return legal;

        void Allow(OperationState from, params ReadOnlySpan<OperationState> steps)
        {
            foreach (OperationState to in steps)
                legal[((int)from * States) + (int)to] = true;
        }
    }
}
