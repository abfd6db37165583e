using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>Writes what a thread's dispatchers do into buffers as the runtime does: a new one where the next entry might not fit, and after every flush.</summary>
/// <param name="thread">The thread.</param>
/// <param name="size">The most bytes of a buffer.</param>
internal sealed class ThreadDispatchBuffers(uint thread, int size)
{
    /// <summary>What an entry takes at most that has no frames, and what a frame takes.</summary>
    private const int EntryBytes = 64, FrameBytes = 10;

    /// <summary>An entry of a later runtime, which is announced.</summary>
    private const byte Unknown = 24;

    private readonly List<byte[]> _full = [];
    private readonly List<long> _frames = [];
    private DispatchBufferWriter? _buffer;
    private AsyncEvent _stack;
    private int _parent;
    private bool _isLate;
    private long _last;

    /// <summary>The thread is the first to say something in a session: what entries there are, in a buffer of its own, which it hands over at once.</summary>
    public byte[] Announce(long time)
    {
        Flush();
        return new DispatchBufferWriter(thread, thread, time).Metadata(bufferSize: (uint)size, rows: [(Unknown, 1, 1)]).ToArray();
    }

    /// <summary>Takes what a dispatcher does; a stack once it is whole.</summary>
    public void Add(in AsyncEvent e)
    {
        switch (e.Kind)
        {
            case AsyncEventKind.DispatchStack:
                _stack = e;
                _frames.Clear();
                break;
            case AsyncEventKind.DispatchFrame:
                _frames.Add(e.Payload);
                if (_frames.Count == _stack.OtherId)
                    WriteStack();
                break;
            case AsyncEventKind.DispatchReset:
                Flush();
                Room(e.Timestamp).Reset();
                break;
            case AsyncEventKind.DispatchBegin:
                _parent = e.OtherId;
                Room(e.Timestamp).Create(e.OtherId, e.TaskId);
                break;
            case AsyncEventKind.DispatchResume:
                Room(e.Timestamp).Resume(e.TaskId);
                break;
            case AsyncEventKind.DispatchSuspend:
                Room(e.Timestamp).Suspend();
                break;
            case AsyncEventKind.DispatchComplete:
                Room(e.Timestamp).Complete();
                Room(e.Timestamp).Raw(Unknown, 1, new byte[16]);
                break;
            case AsyncEventKind.DispatchUnwind:
                Room(e.Timestamp).Unwind((uint)e.OtherId);
                break;
            case AsyncEventKind.DispatchMethodResume:
                Room(e.Timestamp).ResumeMethod();
                break;
            default:
                Room(e.Timestamp).CompleteMethod();
                break;
        }
    }

    /// <summary>Hands over what is there. The thread's next buffer starts a moment after the entry for which it is made, which stands in it alone.</summary>
    public void Flush() => _isLate = Close();

    /// <summary>All buffers, in order.</summary>
    public IReadOnlyList<byte[]> Finish()
    {
        Close();
        return _full;
    }

    /// <summary>What an earlier session has left in the thread's buffer.</summary>
    public byte[] Stale(long time) => new DispatchBufferWriter(thread, thread, time).Resume(1).ResumeStack(1, 0, 0x1234).ResumeMethod().At(time + 7).CompleteMethod().ToArray();

    private bool Close()
    {
        if (_buffer is null)
            return false;
        _full.Add(_buffer.ToArray());
        _buffer = null;
        return true;
    }

    /// <summary>A buffer with room for the next entry.</summary>
    private DispatchBufferWriter Room(long time, int bytes = EntryBytes)
    {
        if (_buffer is { } full && full.Length + bytes > size)
            Close();
        if (_isLate)
            time++;
        _isLate = false;
        if (time < _last)
        {
            Close(); // an entry that would be older than the buffer stands alone in the next, with that one's time
            time = _last;
        }

        _last = time;
        _buffer ??= new DispatchBufferWriter(thread, thread, time);
        return _buffer.At(time);
    }

    private void WriteStack()
    {
        // What does not fit into an empty buffer is cut.
        if ((size - DispatchHeader.Length - EntryBytes) / FrameBytes is var most && _frames.Count > most)
            _frames.RemoveRange(most, _frames.Count - most);
        DispatchBufferWriter buffer = Room(_stack.Timestamp, EntryBytes + (_frames.Count * FrameBytes));
        ReadOnlySpan<long> frames = _frames.ToArray();
        switch ((DispatchMoment)_stack.Detail)
        {
            case DispatchMoment.Begin:
                buffer.CreateStack(_parent, _stack.TaskId, frames);
                break;
            case DispatchMoment.Resume:
                buffer.ResumeStack(_stack.TaskId, frames);
                break;
            default:
                buffer.SuspendStack(_stack.TaskId, frames);
                break;
        }
    }
}
