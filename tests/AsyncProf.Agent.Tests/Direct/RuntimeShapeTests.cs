using AsyncProf.Direct;

namespace AsyncProf.Agent.Tests.Direct;

public class RuntimeShapeTests
{
    [Fact]
    public void TryBind_ThisRuntime_FindsEverything()
    {
        Assert.NotNull(RuntimeShape.TryBind(out string why));
        Assert.Equal("", why);
    }

    [Theory]
    [InlineData("EventProviderImpl")]
    [InlineData("_eventProvider")]
    [InlineData("m_eventPipeProvider")]
    [InlineData("m_eventData")]
    [InlineData("_anyKeywordMask")]
    [InlineData("EnabledForEventPipe")]
    [InlineData("matchAnyKeyword")]
    [InlineData("SendCommand")]
    [InlineData("EnableEventForDispatcher")]
    [InlineData("OnEventCommand")]
    [InlineData("Log")]
    public void TryBind_ARuntimeWithoutAMember_SaysWhich(string member)
    {
        Assert.Null(RuntimeShape.TryBind(out string why, member));
        Assert.Contains(member, why, StringComparison.Ordinal);
    }
}
