using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Core.Tests.Profiles.Data;

public class WaitTextTests
{
    [Theory]
    [InlineData("Task", "Shop.Pump", "", "await Task")]
    [InlineData("Task", "", "Gate.WaitAsync", "await Gate.WaitAsync")]
    [InlineData("CompletedBy", "Shop.Pump", "", "await Task, completed by Shop.Pump")]
    [InlineData("CompletedBy", "Shop.Pump", "Gate.WaitAsync", "await Gate.WaitAsync, completed by Shop.Pump")]
    [InlineData("ResumedBy", "Shop.Pump", "", "await (unknown), resumed by Shop.Pump")]
    [InlineData("ResumedBy", "Shop.Pump", "ChannelReader.ReadAsync", "await ChannelReader.ReadAsync, resumed by Shop.Pump")]
    public void ReadOn_OfALabel_IsWhatItWasMadeOf(string word, string target, string on, string label)
    {
        WaitKind kind = Enum.Parse<WaitKind>(word);

        Assert.Equal(label, WaitText.Label(kind, kind == WaitKind.Task ? "" : target, on));
        Assert.Equal(on, WaitText.ReadOn(kind, label));
    }

    [Theory]
    [InlineData("CompletedBy", "await Task completed by Shop.Pump", "")]
    [InlineData("CompletedBy", "await Gate.WaitAsync completed by Shop.Pump", "Gate.WaitAsync")]
    [InlineData("ResumedBy", "await (unknown) resumed by Shop.Pump", "")]
    public void ReadOn_OfALabelThatAnOlderVersionWrote_IsTheSame(string word, string label, string on) =>
        Assert.Equal(on, WaitText.ReadOn(Enum.Parse<WaitKind>(word), label));
}
