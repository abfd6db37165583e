using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Overhead;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>Several threads raise events as fast as they can, far faster than anybody reads them. Nothing may be lost that is not counted, whichever way events come.</summary>
[Collection(CaptureCollection.Name)]
public sealed class EventStormTests : IDisposable
{
    private const int Threads = 3, AwaitsOfARound = 500;

    /// <summary>So little memory that it is full after some milliseconds.</summary>
    private static readonly long SmallPool = 12L * ChunkPool.BytesPerChunk;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Tier.IsDeep ? 2 : 0.5);

    private readonly CaptureHub _hub = CaptureHub.Instance;
    private readonly Dictionary<ThreadBuffer, long[]> _seen = new(ReferenceEqualityComparer.Instance);

    public void Dispose()
    {
        _hub.Mode = CaptureMode.Auto;
        _hub.Pool.SetMaximum(64L << 20);
    }

    [Theory]
    [InlineData(CaptureMode.Direct, "direct")]
    [InlineData(CaptureMode.Listener, "listener")]
    public void Storm_FasterThanItIsRead_IsSeenOrCountedAsLost(CaptureMode mode, string how)
    {
        _hub.Mode = mode;
        _hub.Pool.SetMaximum(SmallPool);
        _hub.Pool.Trim();
        var reader = new CaptureReader<ThreadBuffer>(_hub, buffer => buffer);
        using IDisposable capture = _hub.Start();
        Assert.Equal(how, _hub.Intake.How);
        long faults = _hub.Faults;
        var stormers = new Stormer[Threads];
        for (int i = 0; i < Threads; i++)
            stormers[i] = new Stormer(Length);
        while (stormers.Any(stormer => stormer.Thread.IsAlive))
        {
            Read(reader);
            Thread.Sleep(100); // meanwhile there is no room
        }

        Read(reader);
        reader.Detach();
        Assert.Equal(faults, _hub.Faults);
        Assert.All(stormers, stormer =>
        {
            ThreadBuffer buffer = stormer.Buffer!;
            long[] seen = _seen[buffer];
            foreach (AsyncEventKind kind in Stormer.PerAwait.Keys)
                Assert.Equal((kind, stormer.Awaits * Stormer.PerAwait[kind]), (kind, seen[(int)kind] + buffer.Lost((int)kind)));
        });
        Assert.NotEqual(0, stormers.Sum(stormer => stormer.Buffer!.LostInAll())); // else there was no storm
        Assert.NotEqual(0, _seen.Values.Sum(kinds => kinds[(int)AsyncEventKind.WaitBegin]));
    }

    private void Read(CaptureReader<ThreadBuffer> reader)
    {
        reader.Collect();
        foreach (CapturedThread<ThreadBuffer> queue in reader.Queues)
        {
            if (!_seen.TryGetValue(queue.Buffer, out long[]? kinds))
                _seen.Add(queue.Buffer, kinds = new long[256]);
            while (queue.TryPeek(out _))
            {
                foreach (AsyncEvent e in queue.Take(long.MaxValue))
                    kinds[(int)e.Kind]++;
            }
        }
    }

    /// <summary>A thread of its own, on which all that it does ends.</summary>
    private sealed class Stormer
    {
        /// <summary>What each await raises.</summary>
        public static readonly Dictionary<AsyncEventKind, int> PerAwait = new()
        {
            [AsyncEventKind.OperationBegin] = 1,
            [AsyncEventKind.WaitBegin] = 1,
            [AsyncEventKind.WorkBegin] = 2,
            [AsyncEventKind.OperationEnd] = 1,
            [AsyncEventKind.WorkEnd] = 2,
        };

        public Stormer(TimeSpan length)
        {
            Thread = new Thread(() => Run(length)) { IsBackground = true };
            Thread.UnsafeStart();
        }

        public Thread Thread { get; }

        public ThreadBuffer? Buffer { get; private set; }

        public long Awaits { get; private set; }

        private void Run(TimeSpan length)
        {
            Buffer = CaptureHub.Instance.BufferOfThisThread();
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < length; Awaits += AwaitsOfARound)
                EventCost.AwaitSome(AwaitsOfARound);
        }
    }
}
