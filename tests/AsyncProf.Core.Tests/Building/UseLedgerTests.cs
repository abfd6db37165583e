using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Core.Tests.Building;

public class UseLedgerTests
{
    [Fact]
    public void At_BetweenWhatWasTold_IsTheSumThen()
    {
        var ledger = new UseLedger();
        Assert.Equal(default, ledger.At(Used(5)));
        ledger.Tell(Used(100), begins: true);
        ledger.Tell(Used(110), begins: false);
        ledger.Tell(Used(150), begins: true); // what was used in between is nobody's
        ledger.Tell(Used(180), begins: false);

        Assert.Equal(Used(40), ledger.Sum);
        Assert.Equal(Used(25), ledger.At(Used(165)));
        Assert.Equal(Used(47), ledger.At(Used(187)));
        Assert.Equal(Used(40), ledger.Sum);
    }

    [Fact]
    public void Tell_WhileOneThingIsMeasured_CountsNothingOfTheOther()
    {
        var ledger = new UseLedger();
        ledger.Tell(Used(100) with { Measured = MeasuredUse.Cpu }, begins: true);
        ledger.Tell(Used(130) with { Measured = MeasuredUse.Cpu }, begins: false);
        ledger.Tell(Used(130), begins: true); // somebody else has bytes measured as well
        ledger.Tell(Used(135), begins: false);

        Assert.Equal(new ProcessUse(MeasuredUse.Allocations | MeasuredUse.Cpu, 5, 5, 5, 35, 35), ledger.Sum);
        Assert.Equal(new ProcessUse(MeasuredUse.Allocations | MeasuredUse.Cpu, 5, 5, 5, 37, 37), ledger.At(Used(137) with { Measured = MeasuredUse.Cpu }));
    }

    [Theory]
    [InlineData(MeasuredUse.None)]
    [InlineData(MeasuredUse.Allocations)]
    [InlineData(MeasuredUse.Cpu)]
    [InlineData(MeasuredUse.Allocations | MeasuredUse.Cpu)]
    public void Describe_OfARecording_SaysOnlyWhatItWasToMeasure(MeasuredUse wanted)
    {
        RecordingInfo recording = UseLedger.Describe(new RecordingInfo(), default, Used(100), new StitcherCounts(), new StitcherCounts(), wanted);

        Assert.Equal(wanted.HasFlag(MeasuredUse.Allocations), recording.Allocated is not null);
        Assert.Equal(wanted.HasFlag(MeasuredUse.Cpu), recording.Cpu is not null);
    }

    private static ProcessUse Used(long used) => new(MeasuredUse.Allocations | MeasuredUse.Cpu, used, used, used, used, used);
}
