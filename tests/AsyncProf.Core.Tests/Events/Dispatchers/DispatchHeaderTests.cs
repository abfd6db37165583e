using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchHeaderTests
{
    [Fact]
    public void FirstEntry_OfABufferThatWasEmptyForLong_IsItsEntrysTime()
    {
        byte[] buffer = new DispatchBufferWriter(1, 5, 1000).At(3000).Reset().At(3500).ResumeMethod().ToArray();

        Assert.True(DispatchHeader.TryRead(buffer, out DispatchHeader header));
        Assert.Equal(3000, header.FirstEntry(buffer));
    }

    [Fact]
    public void FirstEntry_OfABufferThatStartsAfterItsEnd_IsItsStart()
    {
        Assert.True(DispatchHeader.TryRead(DispatchVectors.BegunAfterItsEnd, out DispatchHeader header));
        Assert.Equal(header.Start, header.FirstEntry(DispatchVectors.BegunAfterItsEnd));
    }

    [Theory]
    [InlineData(37)] // no entry
    [InlineData(38)] // no time
    public void FirstEntry_OfACutBuffer_IsItsStart(int length)
    {
        byte[] buffer = new DispatchBufferWriter(1, 5, 1000).At(3000).Reset().ToArray()[..length];

        Assert.True(DispatchHeader.TryRead(buffer, out DispatchHeader header));
        Assert.Equal(1000, header.FirstEntry(buffer));
    }
}
