using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Core.Tests.Profiles.Tables;

public class LibraryRowsTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Read_OfAStack_ChargesTimeAndWaitsToTheLibraryOfTheInnermostMethod()
    {
        AsyncProfile profile = WrittenProfile.Of(
            ("GET /orders", 10, 1, 1),
            ("GET /orders > Shop.Orders.GetAsync", 10, 2, 2),
            ("GET /orders > Shop.Orders.GetAsync > await Task.Delay", 10, 4, 4),
            ("GET /orders > Shop.Orders.GetAsync > Npgsql.NpgsqlCommand.ReadAsync", 10, 8, 8),
            ("GET /orders > Shop.Orders.GetAsync > Npgsql.NpgsqlCommand.ReadAsync > await Socket.ReceiveAsync", 10, 16, 16),
            ("GET /orders > Shop.Orders.GetAsync > Npgsql.NpgsqlCommand.ReadAsync > Shop.Orders.OnRead", 5, 32, 32),
            ("System.Net.Http.HttpClient.SendAsync", 1, 64, 64),
            ("System.Net.Http.HttpClient.SendAsync > System.Net.Http.Pool.GetAsync", 1, 128, 128));

        Assert.Equal(
            [
                ("System.Net", true, 2, 1L, 192L, 192L), ("Shop", false, 2, 15, 38, 62), ("Npgsql", false, 1, 10, 24, 56), (Library.Entries, false, 0, 10, 1, 63),
            ],
            profile.Libraries.Select(row => (row.Library, row.IsFramework, row.Methods, row.Calls, row.TaskSelf.TotalNs / Ms, row.TaskTotalNs / Ms)));
        Assert.Equal(new TimeByState(8 * Ms, 16 * Ms, 0, 0), profile.Libraries[2].ElapsedSelf);
        AssertConserves(profile);
    }

    [Theory]
    [InlineData("Shop.Orders.Store.GetAsync", "", "Shop")]
    [InlineData("Microsoft.EntityFrameworkCore.Query.X.MoveNextAsync", "", "Microsoft.EntityFrameworkCore")]
    [InlineData("System.Text.Json.JsonSerializer.SerializeAsync", "", "System.Text")]
    [InlineData("System.Text.Json.JsonSerializer.SerializeAsync", "System.Text.Json", "System.Text.Json")]
    [InlineData("System.Stream.ReadAsync", "", "System")]
    [InlineData("Shop.Orders.Store.GetAsync", "Shop.Web", "Shop.Web")]
    [InlineData("Program.RunAsync", "", Library.Unknown)]
    [InlineData("Load", "", Library.Unknown)]
    [InlineData("Shop.List<Other.Thing.X>.AddAsync", "", Library.Unknown)]
    [InlineData("Shop.Data.Store.GetAsync(System.Int32)", "", "Shop")]
    [InlineData("..", "", Library.Unknown)]
    [InlineData("", "", Library.Unknown)]
    [InlineData("(begun before recording)", "", "(begun before recording)")]
    public void Of_AMethod_IsItsAssemblyOrElseTheBeginningOfItsNamespace(string method, string assembly, string library) =>
        Assert.Equal(library, Library.Of(new Frame(FrameKind.Method, method, Frame.LooksFramework(method)) { Assembly = assembly }));

    [Theory]
    [InlineData("Shop.A.RunAsync", "Shop.B.RunAsync", "Shop")]
    [InlineData("Shop.A.RunAsync", "Other.B.RunAsync", Library.Unknown)]
    public void Of_ANameThatSeveralHave_IsThatOfAllOfThem(string one, string other, string library) =>
        Assert.Equal(library, Library.Of(new Frame(FrameKind.Method, "RunAsync (ambiguous)", false) { Candidates = [one, other] }));

    [Fact]
    public void Read_OfAnyProgram_SumsToTheTreeToTheTick() => Assert.All(Enumerable.Range(0, 30), seed =>
    {
        AsyncProfile profile = Playback.OfRandomWithAwaits(seed);

        AssertConserves(profile);
        AssertConserves(profile.FoldFramework());
        AssertConserves(profile.Strip());
        AssertConserves(profile.WithoutSamples());
        Assert.Equal(profile.Libraries, profile.FoldFramework().Strip().Libraries);
    });

    [Fact]
    public void Read_OfAnyNameWithAllThatCanBeMeasured_SumsToTheTreeToTheTick() => Assert.All(EvilNames.All.Values, name => AssertConserves(NamedProfile.Of(field => field + name + field, 300)));

    private static void AssertConserves(AsyncProfile profile)
    {
        CallNode tree = profile.Tree;
        Assert.Equal(tree.ElapsedTotal, profile.Libraries.Aggregate(default(TimeByState), (sum, row) => sum + row.ElapsedSelf));
        Assert.Equal(tree.TaskTotal, profile.Libraries.Aggregate(default(TimeByState), (sum, row) => sum + row.TaskSelf));
        Assert.Equal(tree.UsedTotal, profile.Libraries.Aggregate(default(ResourceUse), (sum, row) => sum + row.UsedSelf));
        Assert.All(profile.Libraries, row =>
        {
            Assert.InRange(row.TaskTotalNs, row.TaskSelf.TotalNs, tree.TaskTotal.TotalNs);
            Assert.InRange(row.ElapsedTotalNs, row.ElapsedSelf.TotalNs, tree.ElapsedTotal.TotalNs);
        });
    }
}
