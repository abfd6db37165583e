using AsyncProf.Attribution;
using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Runtime.Tests.Pipeline;

/// <summary>Real buffers of real threads, read while they are written.</summary>
[Collection(LiveCollection.Name)]
public class EventMergerTests
{
    [Fact]
    public void Merge_ManyThreadsWriting_TakesEveryEventOnceInOrder()
    {
        const int Threads = 4, Events = 20_000;
        CaptureHub hub = CaptureHub.Instance;
        var methods = new MethodTable(hub.Names, new MetadataIndex());
        var stitcher = new AsyncEngine(hub.Names, methods, new NoSink(), new StitcherLimits { GraceTicks = 0 }).Stitcher;
        var merger = new EventMerger(hub, stitcher);
        merger.Merge(long.MaxValue); // what earlier tests left
        long before = stitcher.Counts.Events, lostBefore = merger.Lost;

        Thread[] writers = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(Write))];
        foreach (Thread writer in writers)
            writer.Start();
        while (writers.Any(writer => writer.IsAlive))
            merger.Merge(System.Diagnostics.Stopwatch.GetTimestamp() - (System.Diagnostics.Stopwatch.Frequency / 100));
        merger.Merge(long.MaxValue);
        merger.Detach();

        Assert.Equal(Threads * Events, stitcher.Counts.Events - before + (merger.Lost - lostBefore));
        Assert.Equal(0, merger.Lost - lostBefore);

        static void Write()
        {
            ThreadBuffer buffer = CaptureHub.Instance.BufferOfThisThread()!;
            for (int i = 0; i < Events; i++)
            {
                ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.RequestStop);
                if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref e))
                    buffer.Publish();
            }
        }
    }

    [Fact]
    public void Merge_EventsFromBeforeTheWindow_AreLeftOut()
    {
        CaptureHub hub = CaptureHub.Instance;
        var stitcher = new AsyncEngine(hub.Names, new MethodTable(hub.Names, new MetadataIndex()), new NoSink(), new StitcherLimits { GraceTicks = 0 }).Stitcher;
        var merger = new EventMerger(hub, stitcher);
        merger.Merge(long.MaxValue); // what earlier tests left
        long before = stitcher.Counts.Events;
        var writer = new Thread(() =>
        {
            CaptureHub.Instance.BufferOfThisThread()!.Mark(AsyncEventKind.RequestStop, 0, 0);
            merger.From = System.Diagnostics.Stopwatch.GetTimestamp() + 1;
            Thread.Sleep(1);
            CaptureHub.Instance.BufferOfThisThread()!.Mark(AsyncEventKind.RequestStop, 0, 0);
        });
        writer.Start();
        writer.Join();
        merger.Merge(long.MaxValue);
        merger.Detach();

        Assert.Equal(1, stitcher.Counts.Events - before);
    }

    [Fact]
    public void Merge_WhileDispatchersAreTold_GoesNoFurtherThanTheyAre()
    {
        CaptureHub hub = CaptureHub.Instance;
        var stitcher = new AsyncEngine(hub.Names, new MethodTable(hub.Names, new MetadataIndex()), new NoSink(), new StitcherLimits { GraceTicks = 0 }).Stitcher;
        var merger = new EventMerger(hub, stitcher);
        using var source = new System.Diagnostics.Tracing.EventSource("AsyncProf-Tests-Told");
        hub.Dispatches.Open(source);
        try
        {
            merger.Merge(System.Diagnostics.Stopwatch.GetTimestamp());

            Assert.Equal(hub.Dispatches.Complete, merger.MergedTo);
            Assert.Equal(hub.Dispatches.Since, merger.MergedTo);
        }
        finally
        {
            hub.Dispatches.Close();
            merger.Detach();
        }
    }

    private sealed class NoSink : ITreeSink
    {
        public void OnTree(RootTree tree)
        {
        }
    }
}
