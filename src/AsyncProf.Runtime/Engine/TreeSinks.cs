using AsyncProf.Attribution;
using AsyncProf.Events;

namespace AsyncProf.Engine;

/// <summary>Hands each charged root to every sink, those of the profiler's own requests and scopes to those that ask for them only: the app is not slow because somebody looks at it.</summary>
internal sealed class TreeSinks : ICutSink
{
    private readonly Lock _lock = new();
    private ITreeSink[] _sinks = [];

    /// <summary>Trees, cuts and polls at which a sink failed.</summary>
    public long Faults { get; private set; }

    /// <summary>Whether one of them must be polled more often than usual.</summary>
    public bool AreBusy
    {
        get
        {
            foreach (ITreeSink sink in _sinks)
            {
                if (sink is IPolledSink { IsBusy: true })
                    return true;
            }

            return false;
        }
    }

    public void Add(ITreeSink sink)
    {
        lock (_lock)
            _sinks = [.. _sinks, sink];
    }

    public void Remove(ITreeSink sink)
    {
        lock (_lock)
            _sinks = [.. _sinks.Where(other => other != sink)];
    }

    public void OnTree(RootTree tree)
    {
        bool isOwn = tree.IsSlice && tree.EntryFlags.HasFlag(EntryFlags.Own);
        foreach (ITreeSink sink in _sinks)
        {
            if (isOwn && sink is not IOwnEntrySink)
                continue;
            try
            {
                sink.OnTree(tree);
            }
            catch (Exception)
            {
                Faults++; // a sampler or a processor of the app's may throw; the engine goes on
            }
        }
    }

    public bool OnLate(int late, in ResourceUse use)
    {
        bool isKnown = false;
        foreach (ITreeSink sink in _sinks)
        {
            try
            {
                isKnown |= sink.OnLate(late, use);
            }
            catch (Exception)
            {
                Faults++;
            }
        }

        return isKnown;
    }

    public void OnCut()
    {
        foreach (ITreeSink sink in _sinks)
        {
            try
            {
                (sink as ICutSink)?.OnCut();
            }
            catch (Exception)
            {
                Faults++; // the others must know of the cut
            }
        }
    }

    /// <summary>Lets those work that have something to do from time to time.</summary>
    public void Poll(long now)
    {
        foreach (ITreeSink sink in _sinks)
        {
            try
            {
                (sink as IPolledSink)?.Poll(now);
            }
            catch (Exception)
            {
                Faults++;
            }
        }
    }
}
