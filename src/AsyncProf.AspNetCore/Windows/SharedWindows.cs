namespace AsyncProf.Windows;

/// <summary>The profiles that are being recorded: those who ask for one of the same length at once share it, and there are never more than so many.</summary>
/// <param name="recorder">Records them.</param>
/// <param name="time">The clock.</param>
/// <param name="mostWindows">How many there may be.</param>
/// <param name="mostRequests">How many may wait for them.</param>
/// <param name="stopping">Ends all of them, so that the app can stop.</param>
internal sealed class SharedWindows(IProfileRecorder recorder, TimeProvider time, int mostWindows, int mostRequests, CancellationToken stopping)
{
    /// <summary>Who comes later than this after a window has begun, or than a tenth of it, would not get what was asked for.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<ProfileWindow> _open = [];
    private int _waiting;

    /// <summary>How many are held, with what they saw: those that somebody waits for, or that have not ended.</summary>
    public int Held
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Takes a place in a window of a length: one that began just now, or a new one.</summary>
    public WindowSeat Join(TimeSpan length)
    {
        lock (_lock)
        {
            _open.RemoveAll(window => window.Profile.IsCompleted);
            if (_waiting >= mostRequests)
                return new WindowSeat(UntilFree());
            ProfileWindow? window = _open.Find(open => open.Length == length && open.Waiting > 0 && time.GetElapsedTime(open.Started) <= (length / 10 < Together ? length / 10 : Together));
            if (window is null && _open.Count >= mostWindows)
                return new WindowSeat(UntilFree());
            if (window is null)
                _open.Add(window = new ProfileWindow(recorder, length, time.GetTimestamp(), stopping));
            window.Waiting++;
            _waiting++;
            return new WindowSeat(window, Leave);
        }
    }

    private void Leave(ProfileWindow window)
    {
        lock (_lock)
        {
            _waiting--;
            if (--window.Waiting > 0)
                return; // from here on nobody joins it; it has its place until it has ended
        }

        window.End();
        window.OnEnded(() => Forget(window)); // and not when somebody asks again: a profile is large, and that may be never
    }

    private void Forget(ProfileWindow window)
    {
        lock (_lock)
            _open.Remove(window);
    }

    /// <summary>Until the first window ends; a second at least. Called under the lock.</summary>
    private TimeSpan UntilFree()
    {
        TimeSpan left = _open.Count == 0 ? TimeSpan.Zero : _open.Min(window => window.Length - time.GetElapsedTime(window.Started));
        return left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
    }
}
