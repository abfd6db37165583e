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
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    public void Take_OfABuffer_LeavesOutWhatIsOfAnEarlierListener(long start, int kept)
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 5, start).At(2000).Reset().ToArray());

        Assert.Equal((kept, 0L), (_recording.Threads.Count, _recording.Unreadable));
    }

    [Fact]
    public void Take_OfWhatIsNoBuffer_CountsIt()
    {
        byte[] whole = RuntimePayload.Buffer(new DispatchBufferWriter(1, 5, 1000).Reset().ToArray());
        byte[][] damaged = [[], whole[..3], whole[..4], whole[..20], [255, 255, 255, 255, .. whole[4..]], [.. whole[..4], 2, .. whole[5..]], [.. BitConverter.GetBytes(10), .. whole[4..]]];

        foreach (byte[] payload in damaged)
            _recording.Take(DispatchEvents.SourceId, DispatchEvents.EventId, payload);

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
}
