using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Live;

/// <summary>The threads of a process, by the numbers that the system gives them. Those that have done nothing for long are forgotten: a process may make new ones for hours.</summary>
/// <param name="stitcher">Knows what each does.</param>
/// <param name="patience">After how long a thread is forgotten that is in the middle of nothing, in ticks.</param>
internal sealed class LiveThreads(Func<Stitcher> stitcher, long patience)
{
    /// <summary>Beyond so many all others share one.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<int, (ThreadWork Work, long Last)> _threads = [];
    private int _next;

    /// <summary>How many are known.</summary>
    public int Count => _threads.Count;

    /// <summary>A thread of which an event tells.</summary>
    public ThreadWork Of(int thread, long time)
    {
        if (!_threads.TryGetValue(thread, out (ThreadWork Work, long Last) known))
            known.Work = stitcher().Thread(_threads.Count < Most ? _next++ : 0);
        _threads[thread] = (known.Work, time);
        return known.Work;
    }

    /// <summary>Forgets those that have been silent.</summary>
    public void Tidy(long now)
    {
        foreach ((int thread, (ThreadWork work, long last)) in _threads)
        {
            if (last > now - patience || work.Depth > 0 || work.Blocked.Slot != 0 || work.OutsideBlockSince != 0)
                continue;
            stitcher().Retire(work.Key);
            _threads.Remove(thread);
        }
    }
}
