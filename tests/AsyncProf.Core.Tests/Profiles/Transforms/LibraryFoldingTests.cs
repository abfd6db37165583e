using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

public class LibraryFoldingTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void ByLibrary_OfMethodsThatCallEachOther_MakesOneFrameOfEachLibraryBelowTheRoot()
    {
        AsyncProfile profile = WrittenProfile.Of(
            ("GET /orders", 10, 1, 1),
            ("GET /orders > Shop.Web.Orders.GetAsync", 10, 2, 2),
            ("GET /orders > Shop.Web.Orders.GetAsync > Shop.Data.Store.LoadAsync", 20, 4, 4),
            ("GET /orders > Shop.Web.Orders.GetAsync > Shop.Data.Store.LoadAsync > await Task.Delay", 20, 8, 8),
            ("GET /orders > Shop.Web.Orders.GetAsync > Shop.Data.Store.LoadAsync > Npgsql.Sql.Command.ReadAsync", 30, 16, 16),
            ("Shop.Jobs.Job.RunAsync", 3, 32, 32)).ByLibrary();

        CallNode entry = profile.Tree.Children.Single(root => root.Name == "GET /orders"), shop = entry.Children.Single(), job = profile.Tree.Children.Single(root => root.Name == "Shop.Jobs.Job.RunAsync");
        Assert.Equal(("Shop", 10, 6 * Ms), (shop.Name, shop.Calls, shop.TaskSelf.TotalNs));
        Assert.Equal([("Npgsql", 30L), ("await Task.Delay", 20)], shop.Children.Select(child => (child.Name, child.Calls)));
        Assert.Equal((3, 0, 32 * Ms), (job.Calls, job.TaskSelf.TotalNs, job.Children.Single().TaskSelf.TotalNs));
    }

    [Fact]
    public void ByLibrary_OfAnyProgram_LosesNoTimeAndKeepsTheRoots() => Assert.All(Enumerable.Range(0, 30), seed =>
    {
        AsyncProfile profile = Playback.OfRandomWithAwaits(seed), folded = profile.ByLibrary();

        Assert.Equal((profile.Tree.ElapsedTotal, profile.Tree.TaskTotal, profile.Tree.UsedTotal), (folded.Tree.ElapsedTotal, folded.Tree.TaskTotal, folded.Tree.UsedTotal));
        Assert.Equal(Ordered(profile), Ordered(folded));
    });

    private static IEnumerable<(string, long, long)> Ordered(AsyncProfile profile) => profile.Roots.Select(root => (root.Name, root.Count, root.ElapsedNs)).Order();
}
