using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Transport;

/// <summary>
/// Makes batches of what threads have captured and sends them: each name and the method behind it before the first event that points to it, and a heartbeat
/// after each round. One thread uses it at a time.
/// </summary>
/// <param name="hub">The capture.</param>
/// <param name="methods">Which methods stand behind its names.</param>
/// <param name="modules">Where those come from: looked through for what is new before a name is sent.</param>
/// <param name="code">What the code of those methods says.</param>
/// <param name="source">Where batches go.</param>
/// <param name="capture">Whose capture it is: <c>agent</c>, or <c>hosted</c> in an app that profiles itself.</param>
/// <param name="wishes">What who listens wishes.</param>
internal sealed class BatchSender(CaptureHub hub, MethodTable methods, LoadedModules modules, IAwaitSource code, BatchSource source, string capture, Func<SessionWishes> wishes)
{
    /// <summary>Half of what an event may carry is left to the events of the batch.</summary>
    private const int NameBytes = 20_000;

    private const int NameMilliseconds = 20;

    /// <summary>As <see cref="ThreadBuffer.NextBatch"/>, for names, which are of no thread. One sender of a process sends at a time.</summary>
    private static int s_nextNames;

    private readonly Dictionary<ThreadBuffer, OutgoingThread> _threads = new(ReferenceEqualityComparer.Instance);
    private readonly CodeSender _code = new(hub.Places, hub.Passed, methods, code, source);
    private readonly UseQueue _uses = new(hub, source, fromNow: capture == "hosted");
    private readonly ArrayBufferWriter<byte> _bytes = new(BatchEvents.MaximumBytes);
    private int _nextName;
    private int _greetings;
    private volatile bool _isNew = true;
    private long _events;
    private long _operations;
    private string _toldEdges = "";

    /// <summary>Somebody has begun to listen and knows nothing yet. Any thread.</summary>
    public void Announce() => _isNew = true;

    /// <summary>Reads what the process has used by now, if that is measured.</summary>
    public void ReadUse() => _uses.Read();

    /// <summary>Says what it had used by a moment. To be called before the events up to then are taken: a session may end after any of them, and what the process used is never less.</summary>
    /// <param name="upTo">The moment, in ticks.</param>
    public void TellUse(long upTo) => _uses.Tell(upTo);

    /// <summary>Takes events of one thread, in order.</summary>
    public void Add(ThreadBuffer buffer, ReadOnlySpan<AsyncEvent> events)
    {
        if (!_threads.TryGetValue(buffer, out OutgoingThread? thread))
            _threads.Add(buffer, thread = new OutgoingThread(buffer.Key, buffer.Ignored));
        while (!events.IsEmpty)
        {
            int taken = thread.Take(events);
            foreach (ref readonly AsyncEvent e in events[..taken])
                _operations += e.Kind == AsyncEventKind.OperationBegin ? 1 : 0;
            events = events[taken..];
            if (thread.IsFull)
                Send(thread, buffer);
        }
    }

    /// <summary>Sends what has been taken.</summary>
    /// <param name="upTo">Nothing older than this will come, in ticks.</param>
    /// <param name="lost">Events that the capture has dropped so far.</param>
    public void Flush(long upTo, long lost)
    {
        Greet();
        TellEdges();
        foreach ((ThreadBuffer buffer, OutgoingThread thread) in _threads)
            Send(thread, buffer);
        source.Heartbeat(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, upTo, _events, _operations, lost, source.Sent());
    }

    /// <summary>Events sent so far.</summary>
    public long Events => _events;

    /// <summary>Says that the capture has paused.</summary>
    /// <param name="at">When.</param>
    /// <param name="shed">How many pauses so far began early because the buffers were full.</param>
    public void Pause(long at, long shed) => source.Pause(at, shed);

    /// <summary>Says that the capture goes on.</summary>
    /// <param name="at">When.</param>
    public void Resume(long at) => source.Resume(at);

    /// <summary>Says that nothing is left up to a moment.</summary>
    public void End(long upTo) => source.End(upTo, _events, source.Sent(), BatchEvents.EndMark1, BatchEvents.EndMark2);

    /// <summary>The thread has ended, and all of it has been taken.</summary>
    public void Forget(ThreadBuffer buffer)
    {
        if (_threads.Remove(buffer, out OutgoingThread? thread))
            Send(thread, buffer);
    }

    /// <summary>Says who speaks, if somebody does not know yet.</summary>
    private void Greet()
    {
        if (!_isNew)
            return;
        _isNew = false;
        _greetings++;
        _nextName = NameTable.OtherId;
        _code.Restart();
        _toldEdges = "";
        TellEdges(); // who sees the hello has seen it
        source.Hello(
            BatchEvents.HelloMark1,
            BatchEvents.HelloMark2,
            BatchEvents.Protocol,
            Environment.ProcessorCount,
            System.Runtime.GCSettings.IsServerGC ? 1 : 0,
            Stopwatch.GetTimestamp(),
            Stopwatch.Frequency,
            DateTime.UtcNow.Ticks,
            typeof(BatchSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            ThisProcess.Name,
            Environment.Version.ToString(),
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            capture,
            hub.Exact.How,
            hub.Intake.How,
            (long)(wishes().Measured | hub.Uses.Always));
    }

    /// <summary>Says how edges are told, if that is not known yet; nothing as long as nobody asks for more than events.</summary>
    private void TellEdges()
    {
        ExactEdges edges = hub.Edges;
        string how = edges.How;
        if (how == _toldEdges)
            return;
        _toldEdges = how;
        source.Edges(BatchEvents.EdgesMark1, BatchEvents.EdgesMark2, edges.IsOn ? edges.IsInPart ? BatchEvents.EdgesByTasksInPart : BatchEvents.EdgesByTasks : BatchEvents.EdgesByEvents, how);
    }

    private void Send(OutgoingThread thread, ThreadBuffer buffer)
    {
        if (thread.Events.IsEmpty)
            return;
        Greet();
        while (SendNames())
        {
        }

        if (thread.Told != _greetings)
        {
            thread.Told = _greetings;
            if (buffer.OsThread != 0)
                source.Thread(buffer.Key, (int)buffer.OsThread);
        }

        _code.SendPlaces(_nextName);
        _events += thread.Events.Length;
        Write(new EventBatch { Thread = thread.Thread, Ignored = thread.Ignored, Sequence = buffer.NextBatch++, Lost = buffer.AllLost() }, thread.Events);
        thread.Clear();
    }

    private void Write(EventBatch batch, ReadOnlySpan<AsyncEvent> events)
    {
        _bytes.ResetWrittenCount();
        BatchWriter.Write(batch, events, _bytes);
        source.Send(BatchEvents.Batch, _bytes.WrittenSpan);
    }

    /// <summary>Sends names that have come since the last time, as many as one batch may carry, and then their methods; false if there are none.</summary>
    private bool SendNames()
    {
        if (_nextName >= hub.Names.Count)
            return false;
        modules.Update(); // the module of each name there is has been loaded by now
        var taken = new List<(int Id, string Name)>();
        var told = new List<(int Id, MethodName Method)>();
        for (int bytes = 0; _nextName < hub.Names.Count && bytes < NameBytes; _nextName++)
        {
            if (!SpinWait.SpinUntil(() => hub.Names[_nextName].Length > 0, NameMilliseconds))
                break; // it is being written this moment; events that point to later ones wait with it
            string name = hub.Names[_nextName];
            if (name.Length > MethodRecords.LongestText)
                name = name[..MethodRecords.LongestText];
            taken.Add((_nextName, name));
            bytes += name.Length * 3;
            if (!TplTaskName.IsOperation(name))
                continue;
            MethodName method = methods[methods.Resolve(_nextName)];
            told.Add((_nextName, method));
            bytes += MethodRecords.SizeOf(method);
        }

        if (taken.Count == 0)
            return false;
        Write(new EventBatch { Ignored = true, Sequence = s_nextNames++, Names = taken }, default);
        if (told.Count > 0)
        {
            _bytes.ResetWrittenCount();
            MethodRecords.Write(told, _bytes);
            source.Send(BatchEvents.Methods, _bytes.WrittenSpan);
            _code.SendCodes([.. told.Select(record => record.Id)]);
        }

        return true;
    }
}
