using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Live;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Analyzer.Tests.Live;

/// <summary>Threads come and go for hours.</summary>
public class LiveThreadsTests
{
    private const int Patience = 100;

    private readonly Stitcher _stitcher;
    private readonly LiveThreads _threads;

    public LiveThreadsTests()
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        var attributor = new Attributor(methods, new AwaitTable(names, methods, new NoAwaits()), new ProfileBuilder(names, methods, new TickClock(1000)));
        _stitcher = new Stitcher(names, methods, attributor, StitcherLimits.OfClock(1000));
        _threads = new LiveThreads(() => _stitcher, Patience);
    }

    [Fact]
    public void Of_TheSameThread_IsTheSame()
    {
        ThreadWork one = _threads.Of(17, 1), other = _threads.Of(18, 2);

        Assert.Same(one, _threads.Of(17, 3));
        Assert.NotSame(one, other);
        Assert.Equal(2, _threads.Count);
    }

    [Fact]
    public void Tidy_ForgetsWhatIsSilent_ButNotWhatIsInTheMiddleOfSomething()
    {
        ThreadWork silent = _threads.Of(1, 10), busy = _threads.Of(2, 10), awake = _threads.Of(3, 150);
        _stitcher.Process(busy, new AsyncEvent { Kind = AsyncEventKind.WorkBegin, TaskId = 5, Timestamp = 10 });

        _threads.Tidy(200);

        Assert.Equal(2, _threads.Count);
        Assert.Same(busy, _threads.Of(2, 201));
        Assert.Same(awake, _threads.Of(3, 201));
        Assert.NotSame(silent, _threads.Of(1, 201)); // another thread under its number
        Assert.NotEqual(silent.Key, _threads.Of(1, 202).Key);
    }
}
