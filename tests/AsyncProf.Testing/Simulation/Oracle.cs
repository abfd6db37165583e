namespace AsyncProf.Testing.Simulation;

/// <summary>
/// What the semantics say of a simulated program, computed from the truth that its tasks keep: no events, no state machine, plain recursion.
/// </summary>
internal sealed class Oracle
{
    /// <summary>How methods that the TPL does not name are shown.</summary>
    public const string Unnamed = "(pooled async method)";

    private readonly Dictionary<string, OracleRow> _rows = new(StringComparer.Ordinal);
    private readonly Simulator _simulator;
    private readonly HashSet<SimTask> _path = [];

    public Oracle(Simulator simulator)
    {
        _simulator = simulator;
        foreach (SimTask task in simulator.Tasks.Where(task => task is { HasCode: true, Begun: >= 0 }))
        {
            AddCall(task);
            foreach ((Truth piece, long to) in Pieces(task, task.Begun, task.Ended))
                AddTask(task, piece, to);
            if (IsRoot(task))
                Elapse(task, Name(task), Name(task), task.Begun, task.Ended, isRoot: true);
        }

        foreach (SimRequest request in simulator.Requests)
            AddRequest(request);
    }

    /// <summary>By method; all requests are under the name that they all have.</summary>
    public IReadOnlyDictionary<string, OracleRow> Rows => _rows;

    private static string Name(SimTask task) => task.Kind == SimTaskKind.Pooled ? Unnamed : task.Name;

    /// <summary>Nobody awaited it, and it is not shown under its spawner or its request: it outlived them, or has none.</summary>
    private bool IsRoot(SimTask task)
    {
        if (task.Parent is not null)
            return false;
        SimRequest? request = _simulator.Requests.FirstOrDefault(r => r.Key == task.Entry);
        if (request is not null && task.EndedOrder < request.StoppedOrder)
            return task.Spawner is { } spawner && spawner.EndedOrder < task.EndedOrder;
        if (request is not null && task.Ended > request.Stop)
            return true;
        return task.Spawner is null || task.EndedOrder > task.Spawner.EndedOrder;
    }

    private void AddCall(SimTask task)
    {
        OracleRow row = Row(Name(task));
        row.Calls++;
        row.Wall += Pieces(task, task.Begun, task.Ended).Where(piece => piece.Piece.Kind != TruthKind.Idle).Sum(piece => piece.To - piece.Piece.From);
    }

    private void AddRequest(SimRequest request)
    {
        OracleRow row = Row("GET /");
        row.Calls++;
        row.Wall += request.Stop - request.Start;
        long begun = request.Owner is { } owner ? Math.Clamp(owner.Begun, request.Start, request.Stop) : request.Stop;
        row.Task.Add(TruthKind.Running, begun - request.Start);
        row.Elapsed.Add(TruthKind.Running, begun - request.Start);
        if (request.Owner is null)
            return;
        Elapse(request.Owner, "GET /", "GET /", begun, request.Stop, isRoot: true, inSlice: true);
        foreach ((Truth piece, long to) in Pieces(request.Owner, begun, request.Stop))
            AddTask(request.Owner, piece, to, row);
    }

    /// <summary>The task axis. What an owner does in a request's slice is the request's, and for itself a wait.</summary>
    private void AddTask(SimTask task, Truth piece, long to, OracleRow? slice = null)
    {
        foreach ((long from, long until, bool inSlice) in Cut(task, piece.From, to))
        {
            if (inSlice && slice is null)
            {
                Row(Name(task)).Task.Add(TruthKind.Waiting, until - from);
                continue;
            }

            OracleTimes times = (slice ?? Row(Name(task))).Task;
            if (piece.Kind == TruthKind.Idle)
                continue;
            if (piece.Kind != TruthKind.Awaiting)
            {
                times.Add(piece.Kind, until - from);
                continue;
            }

            long done = Math.Clamp(Done(piece.Target!), from, until);
            times.Add(TruthKind.Ready, until - done);
            SimTask? code = Decider(piece.Target!);
            long unseen = code is null ? done : Math.Clamp(Begun(piece.Target!, code, from), from, done);
            times.Add(TruthKind.Waiting, unseen - from);
        }
    }

    /// <summary>The elapsed axis: <c>attribute(op, from, to)</c> of the semantics.</summary>
    private void Elapse(SimTask task, string name, string awaiter, long from, long to, bool isRoot = false, bool inSlice = false)
    {
        _path.Add(task);
        long seen = Math.Clamp(task.Begun, from, to);
        Row(awaiter).Elapsed.Add(TruthKind.Waiting, seen - from);
        long end = Math.Clamp(task.Ended, seen, to);
        foreach ((Truth piece, long until) in Pieces(task, seen, end))
        {
            foreach ((long s, long t, bool request) in Cut(task, piece.From, until))
            {
                if (request && !inSlice)
                    Row(name).Elapsed.Add(TruthKind.Waiting, t - s);
                else
                    Charge(name, awaiter, piece, s, t, isRoot);
            }
        }

        Row(awaiter).Elapsed.Add(TruthKind.Ready, to - end);
        _path.Remove(task);
    }

    private void Charge(string name, string awaiter, Truth piece, long from, long to, bool isRoot)
    {
        switch (piece.Kind)
        {
            case TruthKind.Idle:
                if (!isRoot)
                    Row(awaiter).Elapsed.Add(TruthKind.Waiting, to - from);
                break;
            case TruthKind.Awaiting:
                long done = Math.Clamp(Done(piece.Target!), from, to);
                Row(name).Elapsed.Add(TruthKind.Ready, to - done);
                if (Decider(piece.Target!) is { } code && !_path.Contains(code))
                {
                    from = ElapseWorkers(name, piece.Target!, from, Math.Min(done, code.Begun));
                    long begun = Math.Clamp(code.Begun, from, done);
                    Row(name).Elapsed.Add(TruthKind.Waiting, begun - from);
                    if (begun < done)
                        Elapse(code, Name(code), name, begun, done);
                }
                else
                {
                    Row(name).Elapsed.Add(TruthKind.Waiting, done - from);
                }

                break;
            default:
                Row(name).Elapsed.Add(piece.Kind, to - from);
                break;
        }
    }

    /// <summary>Before the worker that ended a parallel loop began, those are waited for that had begun, each time the one that goes on longest.</summary>
    private long ElapseWorkers(string name, SimTask target, long from, long to)
    {
        while (LoopOf(target) is { Loop: { } state } && from < to)
        {
            long at = from;
            SimTask[] begun = [.. state.Workers.Where(worker => worker.Begun >= 0)];
            if (begun.Where(worker => worker.Begun <= at && worker.Ended > at).MaxBy(worker => worker.Ended) is { } worker)
            {
                from = Math.Min(to, worker.Ended);
                Elapse(worker, Name(worker), name, at, from);
            }
            else
            {
                from = begun.Select(worker => worker.Begun).Where(begins => begins > at).Append(to).Min();
                Row(name).Elapsed.Add(TruthKind.Waiting, from - at);
            }
        }

        return from;
    }

    /// <summary>Since when something that began is waited for: an operation, or the first worker of a loop.</summary>
    private static long Begun(SimTask target, SimTask code, long from)
    {
        if (LoopOf(target) is not { Loop: { } state })
            return code.Begun;
        if (state.Workers.Any(worker => worker.Begun >= 0 && worker.Begun <= from && worker.Ended > from))
            return from;
        return state.Workers.Where(worker => worker.Begun > from).Select(worker => worker.Begun).Append(code.Begun).Min();
    }

    private static SimTask? LoopOf(SimTask task) => task switch
    {
        { Kind: SimTaskKind.Loop } => task,
        { HasCode: false, StandsFor: { } other } => LoopOf(other),
        _ => null,
    };

    /// <summary>When those who wait for a task could go on. An iterator's consumer goes on where the iterator hands over.</summary>
    private static long Done(SimTask task) => task switch
    {
        { Kind: SimTaskKind.Iterator } => long.MaxValue,
        { Kind: SimTaskKind.Relay, StandsFor: { } source } when Decider(source) is not null => Math.Min(Done(source), task.Ended),
        _ => task.Ended,
    };

    /// <summary>The operation that an await comes down to; null where that has no code.</summary>
    private static SimTask? Decider(SimTask task) => task switch
    {
        { HasCode: true } => task,
        { StandsFor: { } other } => Decider(other),
        _ => null,
    };

    private static IEnumerable<(Truth Piece, long To)> Pieces(SimTask task, long from, long to)
    {
        for (int i = 0; i < task.Timeline.Count; i++)
        {
            Truth piece = task.Timeline[i];
            long s = Math.Max(piece.From, from), t = i + 1 < task.Timeline.Count ? Math.Min(task.Timeline[i + 1].From, to) : to;
            if (s < t)
                yield return (piece with { From = s }, t);
        }
    }

    /// <summary>A stretch of an operation's time, cut where requests that it owns begin and end.</summary>
    private IEnumerable<(long From, long To, bool InSlice)> Cut(SimTask task, long from, long to)
    {
        foreach (SimRequest request in _simulator.Requests.Where(request => request.Owner == task && request.Start < to && request.Stop > from))
        {
            if (from < request.Start)
                yield return (from, request.Start, false);
            from = Math.Max(from, request.Start);
            yield return (from, Math.Min(to, request.Stop), true);
            from = Math.Min(to, request.Stop);
        }

        if (from < to)
            yield return (from, to, false);
    }

    private OracleRow Row(string name)
    {
        if (!_rows.TryGetValue(name, out OracleRow? row))
            _rows.Add(name, row = new OracleRow());
        return row;
    }
}
