using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Runtime.Tests.Live;

namespace AsyncProf.Runtime.Tests.Engine;

/// <summary>A feature keeps its sink as long as its own settings stay.</summary>
[Collection(LiveCollection.Name)]
public sealed class FeatureTests : IDisposable
{
    private readonly EngineLease _lease = new();
    private readonly Feature<string, Sink> _feature = new();

    private ProfilerEngine Engine => _lease.Engine;

    public void Dispose() => _lease.Dispose();

    [Fact]
    public void Set_ToEqualSettings_KeepsTheSink()
    {
        Sink first = Set("a");

        Assert.Same(first, Set(new string('a', 1)));
        Assert.Equal("", first.Log);
    }

    [Fact]
    public void Set_ToOtherSettings_FlushesAndDisposesTheOldSink()
    {
        Sink first = Set("a"), second = Set("b");

        Assert.NotSame(first, second);
        Assert.Equal("flushed disposed ", first.Log);
        Assert.Equal("", second.Log);
    }

    [Fact]
    public void Set_ToNothing_SwitchesItOff()
    {
        Sink first = Set("a");

        _feature.Set(Engine, null, _ => new Sink());

        Assert.Null(_feature.Sink);
        Assert.Equal("flushed disposed ", first.Log);
    }

    [Fact]
    public void Stop_LeavesTheSinkToBeReadAndStartsAnewAfterwards()
    {
        Sink first = Set("a");

        _feature.Stop(Engine);
        _feature.Stop(Engine);

        Assert.Same(first, _feature.Sink);
        Assert.Equal("flushed disposed ", first.Log); // once
        Assert.NotSame(first, Set("a"));
    }

    private Sink Set(string settings)
    {
        _feature.Set(Engine, settings, _ => new Sink());
        return _feature.Sink!;
    }

    private sealed class Sink : IPolledSink, IDisposable
    {
        public string Log { get; private set; } = "";

        public void OnTree(RootTree tree)
        {
        }

        public void Poll(long now)
        {
        }

        public void Flush() => Log += "flushed ";

        public void Dispose() => Log += "disposed ";
    }
}
