using AsyncProf.Events;
using AsyncProf.Transport;

namespace AsyncProf.Agent.Tests.Transport;

public class OutgoingThreadTests
{
    [Fact]
    public void Take_MoreThanThereIsRoomFor_TakesWhatFits()
    {
        var thread = new OutgoingThread(7, ignored: false);
        var events = new AsyncEvent[1_500];
        for (int i = 0; i < events.Length; i++)
            events[i] = AsyncEvent.OperationBegin(i, i, 0);

        int first = thread.Take(events.AsSpan(0, 700)), second = thread.Take(events.AsSpan(700));

        Assert.Equal((700, 324, true), (first, second, thread.IsFull));
        Assert.Equal(events.AsSpan(0, 1_024).ToArray(), thread.Events.ToArray());
        thread.Clear();
        Assert.Equal(476, thread.Take(events.AsSpan(1_024)));
    }
}
