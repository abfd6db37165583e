using System.Diagnostics.Tracing;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording.Runtimes;

/// <summary>Commands byte for byte as the client library of dotnet/diagnostics 0.2.750501 sends them.</summary>
public class RuntimeMessageTests
{
    [Fact]
    public void ToMessage_WithoutStacks_IsTheFourthCommand() =>
        AssertIs("444F544E45545F4950435F5631004B000205000000010000010000000800000000000000000100000022110000000000000400000003000000410042000000040000006B003D0076000000", Request([Provider], rundown: 8, hasStacks: false));

    [Fact]
    public void ToMessage_WithStacksAndNoRundown_IsTheSecondCommand() =>
        AssertIs("444F544E45545F4950435F5631004300020300000001000001000000000100000022110000000000000400000003000000410042000000040000006B003D0076000000", Request([Provider], rundown: 0, hasStacks: true));

    [Fact]
    public void ToMessage_WithStacksAndRundown_IsTheFourthCommand() =>
        AssertIs("444F544E45545F4950435F5631004B000205000000010000010000000800000000000000010100000022110000000000000400000003000000410042000000040000006B003D0076000000", Request([Provider], rundown: 8, hasStacks: true));

    [Fact]
    public void ToMessage_OnlySomeEvents_IsTheFifthCommand() =>
        AssertIs("444F544E45545F4950435F563100560002060000000000000001000001000000000000000000000001010000002211000000000000040000000300000041004200000001000000000001020000000700000009000000", Request([Provider with { Argument = "", Only = [7, 9] }], rundown: 0, hasStacks: true));

    [Theory]
    [InlineData(null, "444F544E45545F4950435F563100200004030000020000004100000000000000")]
    [InlineData("", "444F544E45545F4950435F5631002200040300000200000041000000010000000000")]
    [InlineData("b", "444F544E45545F4950435F56310024000403000002000000410000000200000062000000")]
    public void ToArray_VariableAndItsValue_TellsNoneFromEmpty(string? value, string expected) => AssertIs(expected, new RuntimeMessage(RuntimeMessage.ProcessCommands, 3).Add("A").Add(value));

    [Fact]
    public async Task SendAsync_AnswerThatIsNone_IsBroken()
    {
        byte[] answer = new byte[64];
        new Random(1).NextBytes(answer);

        Assert.Equal(RuntimeFault.Broken, await FaultAsync(answer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(25)]
    public async Task SendAsync_ConnectionThatBreaksOff_IsBroken(int length) => Assert.Equal(RuntimeFault.Broken, await FaultAsync(Answer(0, new byte[8])[..length]));

    [Fact]
    public async Task SendAsync_CommandThatIsNotKnown_IsUnknown() => Assert.Equal(RuntimeFault.Unknown, await FaultAsync(Answer(0xFF, [0x85, 0x13, 0x13, 0x80])));

    [Fact]
    public async Task SendAsync_AnyOtherError_IsRefused() => Assert.Equal(RuntimeFault.Refused, await FaultAsync(Answer(0xFF, [0x57, 0, 0x07, 0x80])));

    [Fact]
    public async Task SendAsync_GoodAnswer_ReturnsWhatItHolds()
    {
        using var stream = new AnsweringStream(Answer(0, [1, 2, 3]));

        Assert.Equal([1, 2, 3], await new RuntimeMessage(RuntimeMessage.ProcessCommands, 1).SendAsync(stream, CancellationToken.None));
    }

    private static SessionProvider Provider => new("AB", EventLevel.Informational, 0x1122, "k=v");

    private static RuntimeMessage Request(SessionProvider[] providers, long rundown, bool hasStacks) => new SessionRequest(providers, 256, rundown, hasStacks).ToMessage();

    private static void AssertIs(string expected, RuntimeMessage message) => Assert.Equal(expected, Convert.ToHexString(message.ToArray()));

    private static byte[] Answer(byte result, byte[] payload) => [.. "DOTNET_IPC_V1\0"u8, (byte)(20 + payload.Length), 0, 0xFF, result, 0, 0, .. payload];

    private static async Task<RuntimeFault> FaultAsync(byte[] answer)
    {
        using var stream = new AnsweringStream(answer);
        return (await Assert.ThrowsAsync<RuntimeException>(() => new RuntimeMessage(RuntimeMessage.ProcessCommands, 1).SendAsync(stream, CancellationToken.None))).Fault;
    }

    /// <summary>Takes whatever is written, and gives one answer.</summary>
    private sealed class AnsweringStream(byte[] answer) : MemoryStream(answer)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
