using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Core.Tests.Events;

public class AsyncEventTests
{
    [Fact]
    public void Size_OfAnEvent_IsAtMost32BytesAndHoldsNoReference()
    {
        Assert.Equal(AsyncEvent.Size, Unsafe.SizeOf<AsyncEvent>());
        Assert.True(AsyncEvent.Size <= 32);
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<AsyncEvent>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(0x0123456789ABCDEF)]
    public void Payload_OfAMark_ComesBackWhole(long key)
    {
        AsyncEvent mark = AsyncEvent.EntryStart(7, key, EntryFlags.Request);

        Assert.Equal(key, mark.Payload);
        Assert.Equal(7, mark.Timestamp);
    }
}
