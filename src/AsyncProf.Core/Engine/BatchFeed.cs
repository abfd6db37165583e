using System.Runtime.CompilerServices;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Engine;

/// <summary>
/// Feeds a stitcher from batches of another process: puts the batches of each thread in order, the events of all threads in one order of time, and
/// tells the stitcher where something is missing. Nothing that a batch says makes it fail.
/// </summary>
internal sealed class BatchFeed
{
    /// <summary>More threads than this no process has; what says so is damaged.</summary>
    private const int MaximumThreads = 100_000;

    /// <summary>Ids of names that a sender can have; what says more is damaged.</summary>
    private const int MaximumNames = 1 << 20;

    /// <summary>Events and batches that wait at most. A sender says several times a second how far all has come, and cannot have sent so many meanwhile.</summary>
    private const int MaximumWaiting = 4_000_000;

    /// <summary>How many threads are looked through for each batch that has come, so that a file of nothing but threads and heartbeats takes no longer than another.</summary>
    private const int ThreadsPerBatch = 64;

    /// <summary>What a thread takes, in bytes: what waits of it and what the stitcher knows of it.</summary>
    private const long ThreadBytes = 800;

    /// <summary>Threads that may be begun anew, beside those of a file whose batches are many.</summary>
    private const long MostRenewed = 1_000_000;

    private Stitcher _stitcher;
    private readonly NameTable _local;
    private readonly bool _fromMiddle;
    private readonly EventMerge<ReceivedThread> _merge;
    private readonly Dictionary<int, ReceivedThread> _queues = [];
    private readonly Dictionary<int, int> _names = [];
    private readonly Dictionary<int, int> _byOsThread = [];
    private long _waiting;
    private long _added;
    private long _renewed;

    /// <summary>Prepares a feed.</summary>
    /// <param name="stitcher">Gets the events.</param>
    /// <param name="names">Gets their names.</param>
    /// <param name="fromMiddle">Whether the first batch of a thread may have any number: who attaches to a process that sends already misses none that came before.</param>
    public BatchFeed(Stitcher stitcher, NameTable names, bool fromMiddle = false)
    {
        (_stitcher, _local, _fromMiddle) = (stitcher, names, fromMiddle);
        _merge = new EventMerge<ReceivedThread>(Take);
    }

    /// <summary>What it takes, in bytes: events that wait, threads, and names by their ids there.</summary>
    public long KeptBytes => (_waiting * Unsafe.SizeOf<AsyncEvent>()) + (_queues.Count * ThreadBytes) + (_names.Count * Sizes.OfEntry(8));

    /// <summary>Samples that come beside the batches; null for none.</summary>
    public ISampleFeed? Samples { get; set; }

    /// <summary>Batches taken.</summary>
    public long Batches { get; private set; }

    /// <summary>Batches that never came, by the holes they left.</summary>
    public long LostBatches { get; private set; }

    /// <summary>Batches that came twice, or after their place had been passed (and been counted as lost); they are left out.</summary>
    public long LateBatches { get; private set; }

    /// <summary>Batches of threads beyond any number that a process has; they are left out.</summary>
    public long RefusedBatches { get; private set; }

    /// <summary>Events that the threads themselves dropped because their buffers were full.</summary>
    public long LostEvents => _queues.Values.Aggregate(0L, (sum, queue) => (long)Math.Min((ulong)sum + (ulong)queue.LostEvents, long.MaxValue));

    /// <summary>Takes a batch; its events are stitched at the next <see cref="Flush"/> that reaches them.</summary>
    public void Add(EventBatch batch)
    {
        foreach ((int id, string name) in batch.Names)
        {
            if (id is >= 0 and < MaximumNames)
                _names[id] = _local.Intern(name);
        }

        if (!_queues.TryGetValue(batch.Thread, out ReceivedThread? queue))
        {
            if (_queues.Count >= MaximumThreads)
            {
                RefusedBatches++;
                return;
            }

            _queues.Add(batch.Thread, queue = new ReceivedThread(_stitcher.Thread(_queues.Count, batch.Ignored), _fromMiddle));
        }

        if (!queue.Add(batch))
        {
            LateBatches++;
            return;
        }

        Batches++;
        _added++;
        _waiting += 1 + batch.Events.Length;
        if (_waiting > MaximumWaiting)
            Flush(long.MaxValue);
    }

    /// <summary>Says what the operating system calls a thread.</summary>
    public void TellThread(int thread, int osThread)
    {
        if (_byOsThread.Count < MaximumThreads)
            _byOsThread[osThread] = thread;
    }

    /// <summary>A thread by what the operating system calls it; null where no batch of it has come.</summary>
    public ThreadWork? ThreadOf(int osThread) =>
        _byOsThread.TryGetValue(osThread, out int thread) && _queues.TryGetValue(thread, out ReceivedThread? queue) ? queue.State : null;

    /// <summary>The name here of a name there; <see cref="NameTable.NoneId"/> if no batch has carried it.</summary>
    public int NameOf(int id) => _names.GetValueOrDefault(id, NameTable.NoneId);

    /// <summary>Stitches events up to a moment, or leaves it to the next time if it is not worth while.</summary>
    public void Advance(long until)
    {
        if (_added * ThreadsPerBatch >= _queues.Count && _added > 0)
            Flush(until);
    }

    /// <summary>Stitches all events up to a moment, in order of time.</summary>
    public void Flush(long until)
    {
        _added = 0;
        _merge.Run(_queues.Values, until);
        _waiting = _queues.Values.Sum(queue => queue.Waiting);
    }

    /// <summary>Whether the threads may be begun anew once more: a file of nothing but threads and pauses takes no longer than another.</summary>
    public bool MayRenew => _renewed <= MostRenewed + (Batches * ThreadsPerBatch);

    /// <summary>Events go to another stitcher from now on, which knows nothing of what the threads do.</summary>
    public void Renew(Stitcher stitcher)
    {
        _stitcher = stitcher;
        _renewed += _queues.Count + 1000; // the stitcher itself
        foreach (ReceivedThread queue in _queues.Values)
            queue.State = stitcher.Thread(queue.State.Key, queue.State.Ignored);
    }

    private void Take(ReceivedThread thread, long until)
    {
        do
        {
            if (thread.TakeHole() is var hole and not 0)
            {
                LostBatches += hole;
                _stitcher.Process(thread.State, AsyncEvent.Gap(thread.Head.Timestamp));
            }

            if (Samples is { } samples && samples.Next <= thread.Head.Timestamp)
                samples.RunTo(thread.Head.Timestamp);
            AsyncEvent e = thread.Take();
            Translate(ref e);
            _stitcher.Process(thread.State, e);
        }
        while (thread.TryPeek(out long key) && key <= until);
    }

    /// <summary>Whether events say where operations suspend. Older senders had another number there.</summary>
    public bool HasPlaces { get; set; } = true;

    /// <summary>Name ids are those of the other process.</summary>
    private void Translate(ref AsyncEvent e)
    {
        if (e.Kind is AsyncEventKind.OperationBegin or AsyncEventKind.EntryStop or AsyncEventKind.EntryName or AsyncEventKind.RequestStart or AsyncEventKind.DispatchFrame)
            e.Extra = NameOf(e.Extra);
        else if (e.Kind == AsyncEventKind.WaitBegin && !HasPlaces)
            e.Extra = 0;
    }
}
