using AsyncProf.Building;
using AsyncProf.Events;

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

    private static ProcessUse Used(long used) => new(MeasuredUse.Allocations | MeasuredUse.Cpu, used, used, used, used, used);
}
