using AsyncProf.Events;

namespace AsyncProf.Stitching.Dispatchers;

/// <summary>What is known of the dispatchers on one thread, and the stack that is being told.</summary>
internal sealed class ThreadDispatches
{
    private readonly List<AsyncEvent> _frames = [];
    private int _expected;

    /// <summary>Those that the thread runs, one inside the other, the innermost last.</summary>
    public List<Dispatcher> Running { get; private set; } = [];

    /// <summary>Those that it ran before it was told to forget them, while it tells again which ones it runs; null at other times.</summary>
    public List<Dispatcher>? Before { get; private set; }

    /// <summary>Whose stack is told, and which moment's.</summary>
    public int Dispatcher { get; private set; }

    public DispatchMoment Moment { get; private set; }

    /// <summary>The frames of the stack that was told, the leaf first.</summary>
    public IReadOnlyList<AsyncEvent> Frames => _frames;

    public Dispatcher? Innermost => Running.Count > 0 ? Running[^1] : null;

    /// <summary>A stack begins. Returns true if nothing more belongs to it.</summary>
    public bool Expect(in AsyncEvent e)
    {
        _frames.Clear();
        (Dispatcher, _expected, Moment) = (e.TaskId, e.OtherId, (DispatchMoment)e.Detail);
        return _expected <= 0;
    }

    /// <summary>A frame of the stack. Returns true if it was the last.</summary>
    public bool Add(in AsyncEvent e)
    {
        if (_frames.Count >= _expected)
            return false; // the beginning of this stack was lost
        _frames.Add(e);
        return _frames.Count == _expected;
    }

    /// <summary>The thread tells anew which dispatchers it runs.</summary>
    public void Forget()
    {
        if (Before is null)
            (Before, Running) = (Running, []);
        else
            Running.Clear();
    }

    /// <summary>It has told them all. Returns those that it turns out not to run any more.</summary>
    public IReadOnlyList<Dispatcher> Settle()
    {
        List<Dispatcher>? before = Before;
        Before = null;
        return before is null or { Count: 0 } ? [] : [.. before.Except(Running)];
    }
}
