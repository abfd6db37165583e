using AsyncProf.Capture;
using AsyncProf.Hosting;
using AsyncProf.Runtime.Tests.Live;

namespace AsyncProf.Runtime.Tests.Hosting;

/// <summary>The option that has the app's own tasks looked at.</summary>
[Collection(LiveCollection.Name)]
public class ExactEdgesOptionTests
{
    [Fact]
    public void Open_ByDefault_LooksAtNoTask()
    {
        using ProfilerClient client = AppProfiler.Instance.Open(new AsyncProfOptions(), isHost: true);

        Assert.False(CaptureHub.Instance.Edges.IsOn);
    }

    [Fact]
    public void Open_WithExactEdges_LooksAtTasksUntilChangedOrClosed()
    {
        using (ProfilerClient client = AppProfiler.Instance.Open(new AsyncProfOptions { ExactEdges = true }, isHost: true))
        {
            Assert.True(CaptureHub.Instance.Edges.IsOn);
            AppProfiler.Instance.Change(client, new AsyncProfOptions());
            Assert.False(CaptureHub.Instance.Edges.IsOn);
            AppProfiler.Instance.Change(client, new AsyncProfOptions { ExactEdges = true });
            Assert.Equal("tasks", CaptureHub.Instance.Edges.How);
        }

        Assert.False(CaptureHub.Instance.Edges.IsOn);
    }
}
