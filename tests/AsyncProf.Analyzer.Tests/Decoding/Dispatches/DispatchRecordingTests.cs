using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

public class DispatchRecordingTests
{
    private readonly MemoryAccount _memory = new MemoryBudget(1 << 20).Open();
    private readonly DispatchRecording _recording;

    public DispatchRecordingTests() => _recording = new DispatchRecording(start: 1000, _memory);

    [Theory]
    [InlineData(900, 999, 0)]
    [InlineData(900, 1000, 1)] // it was empty when the session began
    [InlineData(1000, 1000, 1)]
    public void Take_OfABuffer_LeavesOutWhatIsOfAnEarlierListener(long start, long first, int kept)
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 5, start).At(first).Reset().At(2000).ResumeMethod().ToArray());

        Assert.Equal((kept, 0L), (_recording.Threads.Count, _recording.Unreadable));
    }

    [Fact]
    public void Take_OfWhatIsNoBuffer_CountsIt()
    {
        byte[] whole = RuntimePayload.Buffer(new DispatchBufferWriter(1, 5, 1000).Reset().ToArray());
        byte[][] damaged = [[], whole[..3], whole[..4], whole[..20], [255, 255, 255, 255, .. whole[4..]], [.. whole[..4], 2, .. whole[5..]], [.. BitConverter.GetBytes(10), .. whole[4..]]];

        foreach (byte[] payload in damaged)
            _recording.Take(DispatchEvents.SourceId, DispatchEvents.EventId, 0, payload);

        Assert.Equal((damaged.Length, 0), (_recording.Unreadable, _recording.Threads.Count));
    }

    [Fact]
    public void Take_OfMoreThanTheBudget_EndsAsOthersDo()
    {
        var buffer = new DispatchBufferWriter(1, 5, 1000);
        while (buffer.Length < 16_000)
            buffer.ResumeMethod().CompleteMethod();
        byte[] bytes = buffer.ToArray();

        Assert.Throws<MemoryBudgetException>(() =>
        {
            for (int i = 0; i < 1000; i++)
                _recording.TakeBuffer(bytes);
        });
        Assert.InRange(_recording.Threads[5].Count, 50, 70);
    }

    [Theory]
    [InlineData(6_200, long.MaxValue)] // idle threads may have something yet
    [InlineData(6_300, 5_000)]
    [InlineData(6_750, 5_000)]
    [InlineData(6_751, long.MaxValue)] // somebody else's listener
    public void Until_OfAListenerThatBeganBeforeTheEnd_IsItsBeginning(long end, long until)
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 5, 1100).Metadata().ToArray());
        _recording.TakeBuffer(new DispatchBufferWriter(1, 5, 1200).Reset().ToArray());
        Assert.Equal(long.MaxValue, _recording.Until(1000));
        _recording.TakeBuffer(new DispatchBufferWriter(2, 6, 1300).At(5000).Metadata().ToArray());

        _recording.Take(RuntimePayload.Rundown, 0, end, []);
        _recording.Take(RuntimePayload.Rundown, 0, end + 900, []); // a rundown takes its time

        Assert.Equal(until, _recording.Until(1000));
    }

    [Fact]
    public void Until_OfOurOwnListenerAlone_IsTheEndOfTime()
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 5, 1100).Metadata().ToArray());

        _recording.Take(RuntimePayload.Rundown, 0, 3000, []);

        Assert.Equal(long.MaxValue, _recording.Until(1000));
    }
}
