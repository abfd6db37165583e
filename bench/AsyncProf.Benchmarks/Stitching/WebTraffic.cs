using AsyncProf.Events;

namespace AsyncProf.Benchmarks.Stitching;

/// <summary>
/// The events of a web app under load, made as they are asked for: 32 connections, each with a loop that serves one request after the other and two that read and write, so some hundred roots that
/// never end; about 1,800 requests a second of some 17 ms, seven operations deep and wide, with three delays, 70 events each. Four threads, a clock of nanoseconds.
/// </summary>
internal sealed class WebTraffic
{
    /// <summary>Ticks of its clock in a second.</summary>
    public const long TicksPerSecond = 1_000_000_000;

    private const int Connections = 32, Threads = 4;
    private const long Step = 700; // from one event of a thread to the next
    private const long Wait = 5_300_000, Pause = 1_500_000;

    private readonly PriorityQueue<(int Connection, int Stage), long> _next = new();
    private readonly Request[] _requests = new Request[Connections];
    private readonly Random _random = new(7);
    private readonly List<(int Thread, AsyncEvent Event)> _events = [];
    private readonly int[] _methods, _loops;
    private readonly int _delay, _route;
    private int _thread, _lastId = 1000;
    private long _key, _time = 1;

    /// <summary>Prepares the traffic.</summary>
    /// <param name="names">Where its names are interned.</param>
    public WebTraffic(NameTable names)
    {
        _methods = [.. new[] { "Endpoint", "LoadOrder", "QueryAsync", "SendAsync", "Price", "Save" }.Select(name => names.Intern($"Async: <{name}>d__0"))];
        _loops = [.. new[] { "ProcessRequestsAsync", "DoReceive", "DoSend" }.Select(name => names.Intern($"Async: <{name}>d__0"))];
        (_delay, _route) = (names.Intern("Task.Delay"), names.Intern("GET /orders/{id}"));
        for (int connection = 0; connection < Connections; connection++)
        {
            foreach (int loop in _loops)
                Emit(AsyncEvent.OperationBegin(_time, LoopOf(connection, Array.IndexOf(_loops, loop)), loop));
            _next.Enqueue((connection, 0), _random.NextInt64(Wait * 3));
        }
    }

    /// <summary>Requests that have stopped.</summary>
    public long Stopped { get; private set; }

    /// <summary>The events up to a moment, in order; the list is used again.</summary>
    public List<(int Thread, AsyncEvent Event)> Until(long time)
    {
        while (_next.TryPeek(out (int Connection, int Stage) turn, out long due) && due < time)
        {
            _next.Dequeue();
            _time = Math.Max(_time, due);
            _thread = (_thread + 1) % Threads;
            Play(turn.Connection, turn.Stage);
            long pause = turn.Stage == 3 ? Pause : Wait;
            _next.Enqueue((turn.Connection, (turn.Stage + 1) % 4), _time + (pause / 2) + _random.NextInt64(pause));
        }

        return _events;
    }

    /// <summary>A method goes on to await another that awaits a delay of its own; then the delay before has run what it had to.</summary>
    private void AwaitNext(ref Request r, int awaiter, int method, int works)
    {
        r.Last = Begin(_delay);
        r.Inner = Call(0, method, r.Last);
        Emit(AsyncEvent.WaitBegin(_time, r.Inner, awaiter, WaitBehavior.Asynchronous));
        Leave(works);
        End(r.Delay);
        r.Delay = r.Last;
    }

    private void Play(int connection, int stage)
    {
        ref Request r = ref _requests[connection];
        int loop = LoopOf(connection, 0);
        switch (stage)
        {
            case 0:
                Work(LoopOf(connection, 1));
                Emit(AsyncEvent.WorkEnd(_time, TaskWork.Execution));
                Work(loop);
                r.Key = ++_key;
                Emit(AsyncEvent.EntryStart(_time, r.Key, EntryFlags.Request));
                r.Delay = Begin(_delay);
                r.Query = Call(3, 2, r.Delay);
                r.Load = Call(2, 1, r.Query);
                r.Endpoint = Call(1, 0, r.Load);
                Emit(AsyncEvent.WaitBegin(_time, r.Endpoint, loop, WaitBehavior.Asynchronous));
                Emit(AsyncEvent.WorkEnd(_time, TaskWork.Execution));
                break;
            case 1:
                Bracket(r.Delay);
                Work(r.Query);
                AwaitNext(ref r, r.Query, method: 3, works: 1);
                break;
            case 2:
                Bracket(r.Delay);
                Finish(r.Inner);
                Finish(r.Query);
                Work(r.Load);
                AwaitNext(ref r, r.Load, method: 4, works: 3);
                break;
            default:
                Bracket(r.Delay);
                Finish(r.Inner);
                Finish(r.Load);
                Finish(r.Endpoint);
                Work(loop);
                foreach (EntryDetailKind detail in (EntryDetailKind[])[EntryDetailKind.TraceHigh, EntryDetailKind.TraceLow, EntryDetailKind.StartUtc, EntryDetailKind.Duration])
                    Emit(AsyncEvent.EntryDetail(_time, detail, r.Key));
                Emit(AsyncEvent.EntryStop(_time, r.Key, _route, EntryFlags.Request));
                Stopped++;
                Leave(4);
                End(r.Delay);
                Work(LoopOf(connection, 2));
                Emit(AsyncEvent.WorkEnd(_time, TaskWork.Execution));
                break;
        }
    }

    private static int LoopOf(int connection, int which) => (connection * 3) + which + 1;

    private int Begin(int name)
    {
        Emit(AsyncEvent.OperationBegin(_time, ++_lastId, name));
        return _lastId;
    }

    /// <summary>A method begins, and awaits something.</summary>
    private int Call(int place, int method, int awaited)
    {
        int id = Begin(_methods[method]);
        Emit(AsyncEvent.WaitBegin(_time, awaited, id, WaitBehavior.Asynchronous, place));
        return id;
    }

    private void Work(int id) => Emit(AsyncEvent.WorkBegin(_time, id, TaskWork.Execution));

    private void Bracket(int id) => Emit(AsyncEvent.WorkBegin(_time, id, TaskWork.CompletionNotification));

    private void End(int id) => Emit(AsyncEvent.OperationEnd(_time, id, OperationStatus.Completed));

    /// <summary>A method goes on, and ends; what awaits it goes on in its completion.</summary>
    private void Finish(int id)
    {
        Work(id);
        End(id);
        Bracket(id);
    }

    /// <summary>The topmost segment ends, and the completions below it with their segments.</summary>
    private void Leave(int depth)
    {
        for (int i = 0; i < depth; i++)
        {
            Emit(AsyncEvent.WorkEnd(_time, TaskWork.Execution));
            Emit(AsyncEvent.WorkEnd(_time, TaskWork.CompletionNotification));
        }
    }

    private void Emit(AsyncEvent e)
    {
        _events.Add((_thread, e));
        _time += Step;
    }

    private struct Request
    {
        public long Key;
        public int Delay;
        public int Query;
        public int Load;
        public int Endpoint;
        public int Inner;
        public int Last;
    }
}
