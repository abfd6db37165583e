using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Dispatchers;

/// <summary>Ids for calls that have no task. Those of tasks grow, become negative after the largest number, and would some day be ours.</summary>
internal sealed class CallIds
{
    /// <summary>Ours stay so far from those that tasks have by now: a quarter of all that there are.</summary>
    private const int Near = 1 << 30;

    private int _last = Operation.NoTaskId;

    /// <summary>An id that no task has.</summary>
    /// <param name="task">A task's id, as they are by now.</param>
    public int Next(int task)
    {
        unchecked
        {
            if (_last - task is > -Near and < Near)
                _last = task ^ int.MinValue;
            return ++_last != 0 ? _last : ++_last;
        }
    }
}
