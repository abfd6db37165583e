using System.Diagnostics.Tracing;
using AsyncProf.Dispatches;
using AsyncProf.Events;
using AsyncProf.Symbols.Places;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Agent.Tests.Dispatches;

public class DispatchReaderTests
{
    [Fact]
    public void TryRead_OfWhatAnEarlierListenerLeft_PassesItOverAndKeepsWhatWasEmptyThen()
    {
        var queue = new DispatchQueue();
        using var source = new EventSource("of a test");
        queue.Open(source);
        long since = queue.Since;
        queue.Add(new DispatchBufferWriter(1, 5, since - 100).At(since - 1).Reset().ToArray());
        queue.Add(new DispatchBufferWriter(1, 6, since - 100).At(since + 1).Reset().ToArray());
        queue.Add([]);
        var reader = new DispatchReader(queue, new DispatchNames(new NameTable(), new PlaceTable()));
        List<AsyncEvent> events = [];

        Assert.True(reader.TryRead(events, out ulong thread));
        Assert.Equal((6ul, since + 1), (thread, Assert.Single(events).Timestamp));
        Assert.False(reader.TryRead(events, out _));
        Assert.Equal(1, reader.Damaged);
    }
}
