using System.Diagnostics.Tracing;
using AsyncProf.Agent.Tests.Capture;
using AsyncProf.Capture;
using AsyncProf.Direct;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>That sessions of EventPipe, which ask from outside, see beside the receiver what they always saw.</summary>
[Collection(CaptureCollection.Name)]
public sealed class DirectDoorSessionTests : IDisposable
{
    private readonly DirectDoor _door = new(RuntimeShape.TryBind(out _)!, new SourceState(true, 4, 0x39));

    public void Dispose()
    {
        _door.Close();
        _door.Settle();
    }

    [Theory]
    [InlineData(0x39, EventLevel.Informational)]
    [InlineData(0x2, EventLevel.Verbose)]
    [InlineData(0xC7, EventLevel.Verbose)]
    public void Open_ASessionBesideIt_GetsWhatItGetsWithoutIt(long keywords, EventLevel level)
    {
        string before = SourceFields.Read();
        string without = Recorded(keywords, level, static () => OneThreadCalls.Run(200));
        var sink = new CountingSink();

        Assert.True(_door.TryOpen(sink));
        string with = Recorded(keywords, level, static () => OneThreadCalls.Run(200));
        Assert.Equal(OneThreadCalls.EventsOf(200), sink.Take());
        OneThreadCalls.Run(10);
        Assert.Equal(OneThreadCalls.EventsOf(10), sink.Take());
        _door.Close();

        Assert.Equal(without, with);
        Assert.Equal(before, SourceFields.Read());
    }

    [Theory]
    [InlineData(0x39, EventLevel.Informational)]
    [InlineData(0xC7, EventLevel.Verbose)]
    public void OpenAndClose_WithinASession_ItGetsWhatItGetsWithoutIt(long keywords, EventLevel level)
    {
        string before = SourceFields.Read();
        string without = Recorded(keywords, level, static () => OneThreadCalls.Run(300));

        string with = Recorded(keywords, level, () =>
        {
            OneThreadCalls.Run(100);
            Assert.True(_door.TryOpen(new CountingSink()));
            OneThreadCalls.Run(100);
            _door.Close();
            OneThreadCalls.Run(100);
        });

        Assert.Equal(without, with);
        Assert.Equal(before, SourceFields.Read());
    }

    /// <summary>What a session records of this thread, by event, and how many bytes that is.</summary>
    private static string Recorded(long keywords, EventLevel level, Action during)
    {
        var client = new DiagnosticsClient(Environment.ProcessId);
        using EventPipeSession session = client.StartEventPipeSession([new EventPipeProvider(SourceFields.Source.Name, level, keywords)], requestRundown: false, circularBufferMB: 64);
        using var recorded = new MemoryStream();
        var copy = new Thread(() => session.EventStream.CopyTo(recorded)) { IsBackground = true };
        copy.UnsafeStart();
        during();
        session.Stop();
        copy.Join();

        recorded.Position = 0;
        int[] counts = new int[32];
        long bytes = 0;
        ulong thread = OsThread.Current;
        using var source = new EventPipeEventSource(recorded);
        source.AllEvents += recordedEvent =>
        {
            if (recordedEvent.ProviderGuid != SourceFields.Source.Guid || (ulong)recordedEvent.ThreadID != thread || (int)recordedEvent.ID >= counts.Length)
                return;
            counts[(int)recordedEvent.ID]++;
            bytes += recordedEvent.EventDataLength;
        };
        source.Process();
        Assert.Equal(0, source.EventsLost);
        return $"{CountingSink.Text(counts)}; {bytes} bytes";
    }
}
