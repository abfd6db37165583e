using System.Diagnostics.Tracing;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Series;
using AsyncProf.Events;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording.Attaching;

/// <summary>What runtimes are asked for, and that it is no more than was wished.</summary>
public class SessionRequestsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfAgent_WithWaits_AsksForThemAndForNothingElseOfTheirLevelWhereThatCanBe(bool choosesEvents)
    {
        SessionProvider provider = Runtime(SessionRequests.OfAgent("mode=record", hasStacks: false, samples: false, choosesEvents, AllocationSampling.None, waits: true));

        Assert.Equal((EventLevel.Verbose, RuntimeEvents.CollectorKeyword | WaitEvents.Keyword), (provider.Level, provider.Keywords));
        Assert.Equal(choosesEvents ? [.. CollectorEvents.All, WaitEvents.Begin, WaitEvents.End] : null, provider.Only);
    }

    [Fact]
    public void OfRuntime_WithWaitsAndAllocations_AsksForBoth()
    {
        SessionProvider provider = Runtime(SessionRequests.OfRuntime(hasDispatches: false, samples: true, choosesEvents: true, AllocationSampling.ByChance, waits: true));

        Assert.Equal(EventLevel.Verbose, provider.Level);
        Assert.Equal(WaitEvents.Keyword | AllocationEvents.SampleKeyword, provider.Keywords & (WaitEvents.Keyword | AllocationEvents.SampleKeyword));
        Assert.Equal([AllocationEvents.Sample, WaitEvents.Begin, WaitEvents.End], provider.Only!.TakeLast(3));
    }

    [Fact]
    public void OfEither_WithoutWaits_AsksForNone()
    {
        SessionProvider agent = Runtime(SessionRequests.OfAgent("mode=record", hasStacks: false, samples: true, choosesEvents: true, AllocationSampling.None)),
            runtime = Runtime(SessionRequests.OfRuntime(hasDispatches: true, samples: true, choosesEvents: true, AllocationSampling.ByChance));

        Assert.All([agent, runtime], provider => Assert.Equal(0, provider.Keywords & WaitEvents.Keyword));
        Assert.All([agent, runtime], provider => Assert.DoesNotContain(WaitEvents.Begin, provider.Only!));
        Assert.Equal(EventLevel.Informational, agent.Level);
    }

    private static SessionProvider Runtime(SessionRequest request) => request.Providers.Single(provider => provider.Name == RuntimeEvents.ProviderName);
}
