using System.Diagnostics.Tracing;
using AsyncProf.Events.Batches;
using AsyncProf.Transport;

namespace AsyncProf.Agent.Tests.Transport;

public class BatchSourceTests
{
    [Fact]
    public void Manifest_OfTheSource_IsValid() => Assert.Contains("AsyncProf", EventSource.GenerateManifest(typeof(BatchSource), null, EventManifestOptions.Strict), StringComparison.Ordinal);

    [Fact]
    public void Id_OfTheSource_IsWhatReadersLookFor() => Assert.Equal(BatchEvents.Provider, EventSource.GetGuid(typeof(BatchSource)));
}
