namespace AsyncProf.Windows;

/// <summary>What one who asks for a profile gets: a place in a window, or word when to come again. Dispose it when done.</summary>
internal sealed class WindowSeat : IDisposable
{
    private readonly Action<ProfileWindow>? _leave;
    private int _left;

    /// <summary>A place.</summary>
    public WindowSeat(ProfileWindow window, Action<ProfileWindow> leave) => (Window, _leave) = (window, leave);

    /// <summary>None.</summary>
    /// <param name="free">When one may be free.</param>
    public WindowSeat(TimeSpan free) => Free = free;

    /// <summary>The window; null where there was no place.</summary>
    public ProfileWindow? Window { get; }

    /// <summary>When there may be a place.</summary>
    public TimeSpan Free { get; }

    public void Dispose()
    {
        if (Window is not null && Interlocked.Exchange(ref _left, 1) == 0)
            _leave!(Window);
    }
}
