using System.Diagnostics.Tracing;
using AsyncProf.Capture;
using AsyncProf.Events.Batches;

namespace AsyncProf.Transport;

/// <summary>
/// How captured events leave the process: batches, as events of an EventSource of our own, into whatever EventPipe session asks for it. There may be one in a
/// process: a second source of the same name would silence both.
/// </summary>
[EventSource(Name = SourceName)]
internal sealed class BatchSource : EventSource
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "AsyncProf";

    /// <summary>So long the process is held up by a flush.</summary>
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(200);

    private readonly IOutlet? _outlet;
    private SessionWishes? _wishes; // no initializer: the base constructor may have set it
    private long _sequence;

    /// <summary>Creates the source. If somebody listens for it already, it starts at once.</summary>
    public BatchSource(IOutlet outlet)
    {
        _outlet = outlet;
        if (_wishes is null)
            return;
        outlet.Start(this, _wishes);
        if (!OutsideSession.Wants(this))
            outlet.Stop(); // it has ended meanwhile
    }

    /// <summary>Whether this process has such a source, from whatever assembly.</summary>
    public static bool IsThere()
    {
        foreach (EventSource source in GetSources())
        {
            if (source.Name == SourceName)
                return true;
        }

        return false;
    }

    /// <summary>Who speaks. Sent again for each that begins to listen.</summary>
    [Event(BatchEvents.Hello, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Hello(long mark1, long mark2, int protocol, int cpus, int serverGc, long timestamp, long frequency, long utcTicks, string version, string process, string runtime, string os, string arch, string capture, string namesBy, string eventsBy, long measured) =>
        WriteEvent(BatchEvents.Hello, mark1, mark2, protocol, cpus, serverGc, timestamp, frequency, utcTicks, version, process, runtime, os, arch, capture, namesBy, eventsBy, measured);

    /// <summary>Events of one thread.</summary>
    [Event(BatchEvents.Batch, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Batch(long sequence, byte[] data) => WriteEvent(BatchEvents.Batch, sequence, data);

    /// <summary>Which methods stand behind names.</summary>
    [Event(BatchEvents.Methods, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Methods(long sequence, byte[] data) => WriteEvent(BatchEvents.Methods, sequence, data);

    /// <summary>Where operations suspend.</summary>
    [Event(BatchEvents.Places, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Places(long sequence, byte[] data) => WriteEvent(BatchEvents.Places, sequence, data);

    /// <summary>What the code of methods says.</summary>
    [Event(BatchEvents.Codes, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Codes(long sequence, byte[] data) => WriteEvent(BatchEvents.Codes, sequence, data);

    /// <summary>Which methods pass tasks on.</summary>
    [Event(BatchEvents.Passed, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Passed(long sequence, byte[] data) => WriteEvent(BatchEvents.Passed, sequence, data);

    /// <summary>How edges are told. Before each <see cref="Hello"/>, and when that changes.</summary>
    [Event(BatchEvents.Edges, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Edges(long mark1, long mark2, int state, string how) => WriteEvent(BatchEvents.Edges, mark1, mark2, state, how);

    /// <summary>The capture has paused, to stay within its budget; all of before has been sent.</summary>
    [Event(BatchEvents.Pause, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Pause(long at, long shed) => WriteEvent(BatchEvents.Pause, at, shed);

    /// <summary>The capture goes on.</summary>
    [Event(BatchEvents.Resume, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Resume(long at) => WriteEvent(BatchEvents.Resume, at);

    /// <summary>What the operating system calls a thread, as samples do. Before its first <see cref="Batch"/>.</summary>
    [Event(BatchEvents.Thread, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Thread(int thread, int osThread) => WriteEvent(BatchEvents.Thread, thread, osThread);

    /// <summary>What the process has used so far. Several times a second, while anything is measured.</summary>
    [Event(BatchEvents.Use, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Use(long at, long measured, long begins, long bytes, long tracingBytes, long profilerBytes, long cpuNs, long profilerCpuNs) =>
        WriteEvent(BatchEvents.Use, at, measured, begins, bytes, tracingBytes, profilerBytes, cpuNs, profilerCpuNs);

    /// <summary>All there was up to a moment has been sent. Several times a second, so that the runtime notices when nobody reads any more.</summary>
    [Event(BatchEvents.Heartbeat, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void Heartbeat(long mark1, long mark2, long upTo, long events, long operations, long lost, long sent) => WriteEvent(BatchEvents.Heartbeat, mark1, mark2, upTo, events, operations, lost, sent);

    /// <summary>The answer to a flush: nothing is left.</summary>
    [Event(BatchEvents.End, Level = EventLevel.Informational, Keywords = Keywords.Batches)]
    public void End(long upTo, long events, long sent, long mark1, long mark2) => WriteEvent(BatchEvents.End, upTo, events, sent, mark1, mark2);

    /// <summary>Sends bytes as a <see cref="Batch"/>, or as records.</summary>
    [NonEvent]
    public unsafe void Send(int eventId, ReadOnlySpan<byte> data)
    {
        long sequence = _sequence++;
        int length = data.Length;
        fixed (byte* bytes = data)
        {
            EventData* fields = stackalloc EventData[3];
            fields[0] = new EventData { DataPointer = (IntPtr)(&sequence), Size = sizeof(long) };
            fields[1] = new EventData { DataPointer = (IntPtr)(&length), Size = sizeof(int) };
            fields[2] = new EventData { DataPointer = (IntPtr)bytes, Size = length };
            WriteEventCore(eventId, 3, fields);
        }
    }

    /// <summary>How many <see cref="Send"/> calls there were.</summary>
    [NonEvent]
    public long Sent() => _sequence;

    /// <inheritdoc/>
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        try
        {
            IDictionary<string, string?>? arguments = command.Command == EventCommand.Enable ? command.Arguments : null;
            SessionWishes? wishes = SessionWishes.Read(arguments);
            if (_outlet is null)
                _wishes = _wishes is null || wishes is null ? _wishes ?? wishes : _wishes.And(wishes); // inside the base constructor: ours looks at it
            else if (!OutsideSession.Wants(this))
                _outlet.Stop();
            else if (arguments is not null && arguments.TryGetValue(BatchEvents.ModeArgument, out string? mode) && mode == BatchEvents.FlushMode)
                OwnThread.Start(_outlet.Flush).Join(LongestFlush); // it may wait for the lock of all listeners, which the runtime holds now: it goes on by itself then
            else if (wishes is not null)
                _outlet.Start(this, wishes); // an app's own listener, which enables every source there is, gets nothing
        }
        catch (Exception)
        {
            // It would reach the app, or the runtime's diagnostic thread.
        }
    }

    /// <summary>What a session asks for.</summary>
    public static class Keywords
    {
        /// <summary>All there is.</summary>
        public const EventKeywords Batches = (EventKeywords)BatchEvents.Keyword;
    }
}
