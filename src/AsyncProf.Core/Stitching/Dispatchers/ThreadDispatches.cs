using AsyncProf.Events;

namespace AsyncProf.Stitching.Dispatchers;

/// <summary>What is known of the dispatchers on one thread, and the stack that is being told.</summary>
internal sealed class ThreadDispatches
{
    private readonly List<AsyncEvent> _frames = [];
    private readonly Stack<int> _echoes = [];
    private int _expected;

    /// <summary>Those that the thread runs, one inside the other, the innermost last.</summary>
    public List<DispatchRun> Running { get; private set; } = [];

    /// <summary>Those that it ran before it was told to forget them, while it tells again which ones it runs; null at other times.</summary>
    public List<DispatchRun>? Before { get; private set; }

    /// <summary>Whose stack is told, and which moment's.</summary>
    public int Dispatcher { get; private set; }

    public DispatchMoment Moment { get; private set; }

    /// <summary>The frames of the stack that was told, the leaf first.</summary>
    public IReadOnlyList<AsyncEvent> Frames => _frames;

    public DispatchRun? Innermost => Running.Count > 0 ? Running[^1] : null;

    /// <summary>Whether the task that begins to run is the innermost dispatcher's, which has told that it does.</summary>
    /// <param name="task">The task.</param>
    /// <param name="depth">How deep the thread's stack is.</param>
    public bool IsEcho(int task, int depth)
    {
        if (Innermost is not { } innermost || innermost.Dispatcher.Id != task)
            return false;
        _echoes.Push(depth);
        return true;
    }

    /// <summary>Whether what ends is such a task, and nothing that runs inside it.</summary>
    /// <param name="depth">How deep the thread's stack is.</param>
    public bool EndsEcho(int depth)
    {
        while (_echoes.TryPeek(out int begun) && begun >= depth)
        {
            _echoes.Pop();
            if (begun == depth)
                return true;
        }

        return false;
    }

    /// <summary>Whether a dispatcher is only told again to run here, as it did.</summary>
    public bool Retake(Dispatcher dispatcher)
    {
        if (Before?.Find(run => run.Dispatcher == dispatcher && !Running.Contains(run)) is not { } run)
            return false;
        Running.Add(run);
        return true;
    }

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
    public IReadOnlyList<DispatchRun> Settle()
    {
        List<DispatchRun>? before = Before;
        Before = null;
        return before is null or { Count: 0 } ? [] : [.. before.Except(Running)];
    }
}
