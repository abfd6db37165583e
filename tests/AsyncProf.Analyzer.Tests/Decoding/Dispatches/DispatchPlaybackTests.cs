using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Events;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

public class DispatchPlaybackTests
{
    private readonly MemoryAccount _memory = new MemoryBudget(MemoryBudget.DefaultLimit).Open();
    private readonly DispatchRecording _recording;
    private readonly List<(int Thread, long Time, AsyncEventKind Kind)> _taken = [];

    public DispatchPlaybackTests() => _recording = new DispatchRecording(start: 0, _memory);

    [Fact]
    public void RunTo_OfThreadsWhoseBuffersCameInAnyOrder_KeepsTheOrderOfTime()
    {
        _recording.TakeBuffer(new DispatchBufferWriter(2, 8, 150).At(160).Resume(2).At(500).Complete().ToArray());
        _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 300).At(310).Resume(3).At(320).Complete().ToArray());
        _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 100).At(110).Resume(1).At(200).Complete().ToArray());

        Begin().RunTo(long.MaxValue);

        Assert.Equal([(7, 110), (8, 160), (7, 200), (7, 310), (7, 320), (8, 500)], _taken.Select(e => (e.Thread, e.Time)));
    }

    [Fact]
    public void RunTo_OfAMoment_EndsWithIt()
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 100).At(110).Resume(1).At(200).Suspend().At(201).Resume(1).ToArray());
        DispatchPlayback playback = Begin();

        playback.RunTo(109);
        Assert.Empty(_taken);
        playback.RunTo(200);
        Assert.Equal([110, 200], _taken.Select(e => e.Time));
        playback.RunTo(200);
        playback.RunTo(201);
        Assert.Equal(3, _taken.Count);
    }

    [Fact]
    public void RunTo_OfBuffersThatBeganAtOnce_KeepsTheOrderInWhichTheyCame()
    {
        for (int i = 1; i <= 40; i++)
            _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 100).At(100).Unwind((uint)i).ToArray());
        var frames = new List<int>();

        new DispatchPlayback(_recording, new NameTable(), 1_000_000_000, (int _, in AsyncEvent e) => frames.Add(e.OtherId)).RunTo(100);

        Assert.Equal(Enumerable.Range(1, 40), frames);
    }

    [Fact]
    public void RunTo_OfADamagedBuffer_CountsItAndGoesOn()
    {
        byte[] damaged = new DispatchBufferWriter(1, 7, 100).At(110).Resume(1).At(120).Complete().ToArray();
        _recording.TakeBuffer(damaged[..^1]);
        _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 300).At(310).Resume(3).ToArray());
        DispatchPlayback playback = Begin();

        playback.RunTo(long.MaxValue);

        Assert.Equal(1, playback.Damaged);
        Assert.Equal([AsyncEventKind.DispatchResume, AsyncEventKind.Gap, AsyncEventKind.DispatchResume], _taken.Select(e => e.Kind));
    }

    [Fact]
    public void RunTo_TheEnd_GivesBackWhatEventsTook()
    {
        _recording.TakeBuffer(new DispatchBufferWriter(1, 7, 100).At(110).Resume(1).At(200).Complete().ToArray());
        long before = _memory.Held;
        DispatchPlayback playback = Begin();

        playback.RunTo(110);
        Assert.True(_memory.Held > before);
        playback.RunTo(long.MaxValue);

        Assert.Equal(before, _memory.Held);
    }

    private DispatchPlayback Begin() => new(_recording, new NameTable(), 1_000_000_000, (int thread, in AsyncEvent e) => _taken.Add((thread, e.Timestamp, e.Kind)));
}
