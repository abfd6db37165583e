using System.Collections.ObjectModel;
using System.Diagnostics.Tracing;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Transport;

namespace AsyncProf.Agent.Tests.Transport;

/// <summary>A source in this process, and the records that went out of it.</summary>
internal sealed class SentRecords : EventListener, IOutlet
{
    private readonly List<(string Event, byte[] Data)> _sent = [];

    public SentRecords()
    {
        Source = new BatchSource(this);
        EnableEvents(Source, EventLevel.Informational, BatchSource.Keywords.Batches);
    }

    /// <summary>Where they are sent.</summary>
    public BatchSource Source { get; }

    /// <summary>The numbers of the places that were sent since the last time.</summary>
    public int[] TakePlaces() => [.. Take(nameof(BatchSource.Places)).SelectMany(data => AwaitRecords.ReadPlaces(data)).Select(record => record.Place)];

    /// <summary>Who awaits whom, of the passed records that were sent since the last time.</summary>
    public (int Caller, int Callee)[] TakePassed() => [.. Take(nameof(BatchSource.Passed)).SelectMany(data => AwaitRecords.ReadPassed(data)).Select(record => (record.Caller, record.Callee))];

    public override void Dispose()
    {
        base.Dispose();
        Source.Dispose();
    }

    public void Start(BatchSource source, SessionWishes wishes)
    {
    }

    public void Flush()
    {
    }

    public void Stop()
    {
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource == Source && eventData.Payload is ReadOnlyCollection<object?> { Count: 2 } payload && payload[1] is byte[] data)
            _sent.Add((eventData.EventName!, data));
    }

    private byte[][] Take(string name)
    {
        byte[][] taken = [.. _sent.Where(sent => sent.Event == name).Select(sent => sent.Data)];
        _sent.RemoveAll(sent => sent.Event == name);
        return taken;
    }
}
