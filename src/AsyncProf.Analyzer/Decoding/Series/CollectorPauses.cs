using System.Buffers.Binary;

namespace AsyncProf.Decoding.Series;

/// <summary>
/// Reads off the runtime's events when all threads stood still for its garbage collector. Threads are stopped for other things too, such as to be sampled, and several may want to stop them at once:
/// who does is known by the thread that says that they stand, and goes on until somebody says that they run.
/// </summary>
internal sealed class CollectorPauses
{
    /// <summary>More threads never want to stop the others at once; a file can say anything.</summary>
    private const int MostStopping = 64;

    /// <summary>What is not known of a collection.</summary>
    public const int Unknown = -1;

    private const int Oldest = 2;

    private readonly Dictionary<int, (long Since, bool IsCollector)> _stopping = [];
    private (long Since, bool IsCollector)? _stopped;
    private int _generation = Unknown;
    private long _last = long.MinValue;

    /// <summary>Gets each pause when it is over: its first and its last tick, and the generation that was collected, or <see cref="Unknown"/>.</summary>
    public required Action<long, long, int> OnPause { get; init; }

    /// <summary>Since when threads are being stopped or stand for the collector, in ticks; null where they run.</summary>
    public long? OpenSince { get; private set; }

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, int thread, long time, ReadOnlySpan<byte> payload)
    {
        if (provider != RuntimeEvents.Provider)
            return;
        switch (id)
        {
            case CollectorEvents.Stopping when payload.Length >= sizeof(int):
                if (_stopping.Count < MostStopping || _stopping.ContainsKey(thread))
                    _stopping[thread] = (time, BinaryPrimitives.ReadInt32LittleEndian(payload) is CollectorEvents.ForCollection or CollectorEvents.ForPreparation);
                break;
            case CollectorEvents.Stopped:
                _stopped = _stopping.Remove(thread, out (long Since, bool IsCollector) stopping) ? stopping : null;
                _generation = Unknown;
                break;
            case CollectorEvents.Start when payload.Length >= 2 * sizeof(int):
                int generation = BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(int)..]);
                _generation = generation is >= 0 and <= Oldest ? Math.Max(generation, _generation) : _generation; // one may follow another before the threads run again
                break;
            case CollectorEvents.Resumed:
                Resume(time);
                break;
            default:
                return;
        }

        OpenSince = OpenNow();
    }

    /// <summary>Nothing is known of what comes before the next event: a recording pauses.</summary>
    public void Cut()
    {
        _stopping.Clear();
        (_stopped, OpenSince) = (null, null);
    }

    private void Resume(long time)
    {
        if (_stopped is (var since, true) && time > Math.Max(since, _last))
        {
            OnPause(Math.Max(since, _last), time, _generation);
            _last = time;
        }

        _stopped = null;
    }

    private long? OpenNow()
    {
        long? since = _stopped is (var stopped, true) ? stopped : null;
        foreach ((long stopping, bool isCollector) in _stopping.Values)
            since = isCollector && !(since <= stopping) ? stopping : since;
        return since is { } open ? Math.Max(open, _last) : null;
    }
}
