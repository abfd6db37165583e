using AsyncProf.Hosting;

namespace AsyncProf.Runtime.Tests.Hosting;

public class SupportTests
{
    [Theory]
    [InlineData(true, null, null)]
    [InlineData(true, true, null)]
    [InlineData(true, false, "EventSourceSupport")]
    [InlineData(false, true, "PublishAot")]
    [InlineData(false, false, "EventSourceSupport")]
    public void Find_OfWhatTheProcessLacks_SaysWhatToDo(bool dynamicCode, bool? eventSource, string? expected)
    {
        string? why = RuntimeSupport.Find(dynamicCode, eventSource);

        if (expected is null)
            Assert.Null(why);
        else
            Assert.Contains(expected, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_Here_IsNothing() => Assert.Null(RuntimeSupport.Missing);
}
