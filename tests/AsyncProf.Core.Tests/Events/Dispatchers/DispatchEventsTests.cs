using System.Diagnostics.Tracing;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchEventsTests
{
    [Fact]
    public void SourceId_OfTheSource_IsThatOfItsName()
    {
        using var source = new EventSource(DispatchEvents.SourceName);

        Assert.Equal(DispatchEvents.SourceId, source.Guid);
    }
}
