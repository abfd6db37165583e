using AsyncProf.FSharpShapes;
using AsyncProf.Profiles;
using AsyncProf.VisualBasicShapes;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>State machines of other compilers: their methods have their names, and their awaits are counted.</summary>
[Collection(LiveCollection.Name)]
public sealed class OtherLanguageTests
{
    private const string FSharp = "AsyncProf.FSharpShapes.Shapes.", VisualBasic = "AsyncProf.VisualBasicShapes.";

    [Fact]
    public async Task Scope_OverTaskExpressionsOfFSharp_NamesThem()
    {
        AsyncProfile profile = await RunAsync(async () =>
        {
            await Shapes.outerAsync();
            await Shapes.backgroundAsync(5);
            await Shapes.backgroundAsync(5);
            await Shapes.loopAsync(3);
            await new Shapes.Store().LoadAsync(50);
            await new Shapes.Orders().FindAsync(50);
            await new Shapes.Users<string>("").FindAsync(50);
        });

        Assert.Equal(
            ["Orders.FindAsync 1", "Store.LoadAsync 1", "Users`1.FindAsync(int) 1", "backgroundAsync 2", "inner 1", "loopAsync 1", "outerAsync 1", "sleepAsync 7"],
            Calls(profile, FSharp));
    }

    [Fact]
    public async Task Scope_OverAsyncMethodsOfVisualBasic_NamesThem()
    {
        AsyncProfile profile = await RunAsync(Customers.RunAsync);

        Assert.Equal(
            ["Customers.LoadAsync 1", "Customers.RunAsync 1", "Orders.LoadAsync 3", "Orders.LoadAsync.lambda 3", "Orders.RunAsync 1"],
            Calls(profile, VisualBasic));
        MethodRow loading = profile.Methods.Single(row => row.Method == VisualBasic + "Customers.LoadAsync");
        Assert.Equal(("Customers.vb", 6), (Path.GetFileName(Assert.Single(loading.Awaits).File), Assert.Single(loading.Awaits).Line));
    }

    private static async Task<AsyncProfile> RunAsync(Func<Task> work)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        await using ProfilerScope scope = AsyncProfiler.Start();
        await work();
        return await scope.StopAsync();
    }

    private static IEnumerable<string> Calls(AsyncProfile profile, string prefix) =>
        profile.Methods.Where(row => row.Calls > 0 && row.Method.StartsWith(prefix, StringComparison.Ordinal)).Select(row => $"{row.Method[prefix.Length..]} {row.Calls}").Order(StringComparer.Ordinal);
}
