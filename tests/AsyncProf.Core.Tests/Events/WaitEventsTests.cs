using AsyncProf.Events;

namespace AsyncProf.Core.Tests.Events;

/// <summary>What the runtime says of a thread that begins to wait, on machines of either width, whole or cut.</summary>
public class WaitEventsTests
{
    [Theory]
    [InlineData(new byte[] { 1, 0x78, 0x56, 0x34, 0x12, 0x01, 0, 0, 0, 0, 0 }, 0x0112345678)]
    [InlineData(new byte[] { 1, 0x78, 0x56, 0x34, 0xF2, 0, 0 }, 0xF2345678)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0)]
    [InlineData(new byte[] { 1, 2, 3 }, 0)]
    [InlineData(new byte[0], 0)]
    public void ObjectOf_APayload_IsWhatIsWaitedOn(byte[] payload, long expected) => Assert.Equal(expected, WaitEvents.ObjectOf(payload));
}
