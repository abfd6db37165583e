using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Runtime.Tests.Live;

[Collection(LiveCollection.Name)]
public class ScopeNameTests
{
    [Fact]
    public async Task Start_WithAName_NamesTheRoot() => Assert.Equal("import of orders", await RootOf(new ProfilerScopeOptions { Name = "import of orders" }));

    [Fact]
    public async Task Start_WithoutAName_NamesTheRootByTheCaller() => Assert.Equal(nameof(RootOf), await RootOf(new ProfilerScopeOptions()));

    private static async Task<string> RootOf(ProfilerScopeOptions options)
    {
        SynchronizationContext.SetSynchronizationContext(null); // the test runner's own would begin its worker in the scope
        await using ProfilerScope scope = AsyncProfiler.Start(options);
        await Task.Delay(1);
        AsyncProfile profile = await scope.StopAsync();
        return Assert.Single(profile.Roots, root => root.Kind == RootKind.Scope).Name;
    }
}
