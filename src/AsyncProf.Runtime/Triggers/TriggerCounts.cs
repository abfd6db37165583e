namespace AsyncProf.Triggers;

/// <summary>What has become of triggers and windows since the process started. Any thread.</summary>
internal sealed class TriggerCounts
{
    private const int MostNotes = 16;

    private readonly Lock _lock = new();
    private readonly Queue<WindowNote> _notes = new();
    private long _opened;
    private long _cooled;
    private long _limited;
    private long _unwritten;
    private long _unwatched;

    /// <summary>A status with these counts in it.</summary>
    public ProfilerStatus AddTo(ProfilerStatus status)
    {
        lock (_lock)
            return status with { DeepWindows = _opened, CooledTriggers = _cooled, LimitedTriggers = _limited, UnwrittenWindows = _unwritten, UnwatchedInstruments = _unwatched };
    }

    public void AddOpened()
    {
        lock (_lock)
            _opened++;
    }

    /// <summary>Conditions held too soon after a window.</summary>
    public void AddCooled(int count)
    {
        lock (_lock)
            _cooled += count;
    }

    /// <summary>Conditions held when the hour had all its windows.</summary>
    public void AddLimited(int count)
    {
        lock (_lock)
            _limited += count;
    }

    /// <summary>An instrument was to be watched, and there was no room for it.</summary>
    public void AddUnwatched()
    {
        lock (_lock)
            _unwatched++;
    }

    /// <summary>A window was written, or could not be.</summary>
    public void AddEnd(WindowNote note)
    {
        lock (_lock)
        {
            if (note.File is null)
                _unwritten++;
            if (_notes.Count >= MostNotes)
                _notes.Dequeue(); // nobody takes them
            _notes.Enqueue(note);
        }
    }

    /// <summary>The windows that have ended since this was last asked, for the log.</summary>
    public IReadOnlyList<WindowNote> TakeNotes()
    {
        lock (_lock)
        {
            WindowNote[] notes = [.. _notes];
            _notes.Clear();
            return notes;
        }
    }
}
