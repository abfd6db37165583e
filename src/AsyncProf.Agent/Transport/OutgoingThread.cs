using AsyncProf.Events;

namespace AsyncProf.Transport;

/// <summary>Events of one thread on their way out.</summary>
internal sealed class OutgoingThread(int thread, bool ignored)
{
    /// <summary>As many as one event of EventPipe surely holds: an event takes 34 bytes at the most.</summary>
    private const int Most = 1024, First = 64;

    private AsyncEvent[] _events = [];
    private int _count;

    public int Thread { get; } = thread;

    public bool Ignored { get; } = ignored;

    /// <summary>The greeting after which it was said what the operating system calls the thread.</summary>
    public int Told { get; set; }

    public bool IsFull => _count == Most;

    public ReadOnlySpan<AsyncEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Takes as many as there is room for; returns how many.</summary>
    public int Take(ReadOnlySpan<AsyncEvent> events)
    {
        int taken = Math.Min(events.Length, Most - _count);
        if (_count + taken > _events.Length)
            Array.Resize(ref _events, Math.Min(Most, Math.Max(First, (_count + taken) * 2)));
        events[..taken].CopyTo(_events.AsSpan(_count));
        _count += taken;
        return taken;
    }

    public void Clear() => _count = 0;
}
