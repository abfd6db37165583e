using AsyncProf.Diffing;
using AsyncProf.Testing;
using static AsyncProf.Analyzer.Tests.Diffing.DiffScript;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class RenameSearchTests
{
    [Fact]
    public void Find_AMethodUnderAnotherName_IsOfferedAndNotMerged()
    {
        ProfileDiff diff = Compare((p, jitter) => Shop(p, jitter, "Shop.Stock.GetAsync"), (p, jitter) => Shop(p, jitter, "Shop.Stock.FetchAsync"));

        Assert.Equal([("method", "Shop.Stock.GetAsync", "Shop.Stock.FetchAsync")], diff.Renames.Select(rename => (rename.Kind, rename.Base, rename.Head)));
        Assert.Equal((Verdict.NoRegression, 2), (diff.Verdict, diff.Roots.Single().Methods.Count(method => method.Presence != Presence.Both)));
    }

    [Fact]
    public void Find_ATypeUnderAnotherName_OffersEachMethod()
    {
        ProfileDiff diff = Compare((p, jitter) => Type(p, jitter, "Stock"), (p, jitter) => Type(p, jitter, "Store"));

        Assert.Equal([("Shop.Stock.GetAsync", "Shop.Store.GetAsync"), ("Shop.Stock.LoadAsync", "Shop.Store.LoadAsync")], diff.Renames.Select(rename => (rename.Base, rename.Head)).Order());

        static void Type(ScriptedProfile p, long jitter, string type) =>
            p.Call(p.Call(p.Root("GET /", 10, jitter), $"Shop.{type}.GetAsync", 10, (20 * Ms) + jitter, on: "A"), $"Shop.{type}.LoadAsync", 10, (50 * Ms) + jitter, on: "B");
    }

    [Fact]
    public void Find_TwoThatAreAlike_OffersNeither()
    {
        ProfileDiff diff = Compare((p, jitter) => Shop(p, jitter, "Shop.A"), (p, jitter) => Shop(p, jitter, "Shop.B", "Shop.C"));

        Assert.Empty(diff.Renames);
    }

    private static void Shop(ScriptedProfile p, long jitter, params string[] methods)
    {
        int caller = p.Call(p.Root("GET /", 10, jitter), "Shop.Orders.GetAsync", 10, (20 * Ms) + jitter);
        foreach (string method in methods)
            p.Call(caller, method, 10, (50 * Ms / methods.Length) + jitter, on: "NpgsqlCommand.ExecuteReaderAsync");
    }
}
