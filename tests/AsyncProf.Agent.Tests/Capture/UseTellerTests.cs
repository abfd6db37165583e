using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

[Collection(CaptureCollection.Name)]
public class UseTellerTests
{
    private readonly CaptureHub _hub = CaptureHub.Instance;
    private readonly List<(ProcessUse Use, bool Begins)> _told = [];

    [Fact]
    public void Tell_WhileSomethingIsMeasured_BeginsAndGoesOn()
    {
        var teller = new UseTeller(_hub, (use, begins) => _told.Add((use, begins)));
        teller.Tell();
        Assert.Empty(_told);

        using (_hub.Start(measured: MeasuredUse.Allocations))
        {
            teller.Tell();
            teller.Tell();
        }

        Assert.Equal([true, false, false], _told.Select(told => told.Begins));
        Assert.All(_told, told => Assert.Equal(MeasuredUse.Allocations, told.Use.Measured));
    }

    /// <summary>What threads told last is told after that, so that the process must be told up to there.</summary>
    [Fact]
    public void Tell_AfterItEnded_SaysWhatWasUsedUpToTheEndOnce()
    {
        var teller = new UseTeller(_hub, (use, begins) => _told.Add((use, begins)));
        long ended;
        using (_hub.Start(measured: MeasuredUse.Allocations))
        {
            teller.Tell();
            _told.Clear();
            ended = GC.GetTotalAllocatedBytes(precise: true);
        }

        teller.Tell();
        teller.Tell();

        (ProcessUse use, bool begins) = Assert.Single(_told);
        Assert.False(begins);
        Assert.Equal(MeasuredUse.Allocations, use.Measured);
        Assert.True(use.Bytes >= ended);
    }

    [Fact]
    public void Tell_OnceMoreIsMeasured_LosesNothingInBetween()
    {
        using IDisposable capture = _hub.Start(measured: MeasuredUse.Allocations);
        var teller = new UseTeller(_hub, (use, begins) => _told.Add((use, begins)));
        teller.Tell();
        _told.Clear();

        using (_hub.Measure(MeasuredUse.Allocations | MeasuredUse.Cpu))
            teller.Tell();

        Assert.Equal([false, true, false], _told.Select(told => told.Begins));
        Assert.Equal(_told[0].Use.Bytes, _told[1].Use.Bytes);
    }

    [Fact]
    public void Tell_FromNow_KnowsNothingOfBefore()
    {
        using IDisposable capture = _hub.Start(measured: MeasuredUse.Allocations);
        var teller = new UseTeller(_hub, (use, begins) => _told.Add((use, begins)), fromNow: true);
        teller.Tell();

        Assert.False(Assert.Single(_told).Begins);
    }
}
