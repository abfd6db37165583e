using AsyncProf.Diffing;
using AsyncProf.Events;
using AsyncProf.Testing;
using static AsyncProf.Analyzer.Tests.Diffing.DiffScript;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class ProfileDifferTests
{
    private static readonly Action<ScriptedProfile, long> Usual = (p, jitter) => Order(p, jitter, calls: 2, eachMs: 10);

    [Fact]
    public void Compare_AMethodCalledMoreOften_SaysSoAndByWhom()
    {
        ProfileDiff diff = Compare(Usual, (p, jitter) => Order(p, jitter, calls: 4, eachMs: 10));

        Assert.Equal(Verdict.Regression, diff.Verdict);
        MethodChange method = diff.Regressions.Single().Methods[0];
        Assert.Equal(("Shop.Inventory.GetAsync", Decision.Regression, (2.0, 4.0)), (method.Key.Name, method.Decision, method.Calls));
        Assert.Equal(20 * Ms, method.Split.CalledMore, 1e5);
        Assert.Equal(0, method.Split.EachSlower, 1e5);
        Assert.Equal(("Shop.Orders.GetAsync", 31, 2.0, 4.0), (method.Callers[0].Caller, method.Callers[0].Line, method.Callers[0].BaseCalls, method.Callers[0].HeadCalls));
    }

    [Fact]
    public void Compare_AMethodWhoseCallsAreSlower_SaysSo()
    {
        MethodChange method = Compare(Usual, (p, jitter) => Order(p, jitter, calls: 2, eachMs: 15)).Regressions.Single().Methods[0];

        Assert.Equal((0, 10 * Ms), (method.Split.CalledMore, method.Split.EachSlower));
        Assert.Equal(10 * Ms, (method.Head - method.Base).Waiting, 1);
    }

    [Fact]
    public void Compare_AnyChange_SumsOverMethodsToThatOfTheRoot()
    {
        RootChange root = Compare(Usual, (p, jitter) => Order(p, jitter + 777, calls: 3, eachMs: 11)).Roots.Single();

        Assert.Equal(root.Head.Total - root.Base.Total, root.SumOfMethods, 1e-3);
        Assert.All(root.Methods, method => Assert.Equal(method.Head.Total - method.Base.Total, method.Split.CalledMore + method.Split.EachSlower + method.Split.Cross, 1e-3));
    }

    [Fact]
    public void Compare_AMethodThatIsNew_IsARowOfItsOwnAndTested()
    {
        MethodChange method = Compare(Usual, (p, jitter) => p.Call(Order(p, jitter, calls: 2, eachMs: 10), "Shop.Audit.WriteAsync", 10, (10 * 5 * Ms) + jitter)).Regressions.Single().Methods[0];

        Assert.Equal(("Shop.Audit.WriteAsync", Presence.Added, Decision.Regression, null), (method.Key.Name, method.Presence, method.Decision, method.Self!.Ratio));
        Assert.Equal(5 * Ms, method.Split.CalledMore, 1e4);
    }

    [Fact]
    public void Compare_RootsOfOneSideOnly_AreShownAndNotTested()
    {
        ProfileDiff diff = Compare(
            (p, jitter) => Two(p, jitter, "GET /old"),
            (p, jitter) => Two(p, jitter, "GET /new"));

        Assert.Equal([("GET /new", Presence.Added), ("GET /old", Presence.Removed), ("GET /orders", Presence.Both)], diff.Roots.Select(root => (root.Key.Name, root.Presence)).Order());
        Assert.Equal((1, Verdict.NoRegression), (diff.Tested, diff.Verdict));
        Assert.Equal(("root", "GET /old", "GET /new"), diff.Renames.Select(rename => (rename.Kind, rename.Base, rename.Head)).First());

        static void Two(ScriptedProfile p, long jitter, string route)
        {
            Order(p, jitter, calls: 2, eachMs: 10);
            p.Call(p.Root(route, 10), "Shop.Other.GetAsync", 10, (50 * Ms) + jitter);
        }
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 2, 3)]
    [InlineData(1, 7, 3)]
    public void Compare_TooFewRuns_CannotFireAndSaysHowManyItTakes(int baseRuns, int headRuns, int needed)
    {
        ProfileDiff diff = Compare(Usual, (p, jitter) => Order(p, jitter, calls: 9, eachMs: 90), baseRuns, headRuns);

        Assert.Equal((Verdict.CannotFire, needed), (diff.Verdict, diff.RunsNeeded));
        Assert.Empty(diff.Regressions);
    }

    [Fact]
    public void Compare_NothingInCommon_IsNotComparable()
    {
        ProfileDiff diff = Compare(Usual, (p, jitter) => p.Root("GET /else", 5, (5 * Ms) + jitter));

        Assert.Equal((Verdict.NotComparable, 0), (diff.Verdict, diff.Tested));
    }

    [Theory]
    [InlineData(1.04, 0, false)]
    [InlineData(1.06, 0, true)]
    [InlineData(1.06, 2_000_000, false)]
    [InlineData(1.2, 2_000_000, true)]
    public void Compare_AProvedChange_CountsFromTheThresholdAndTheFloorOn(double factor, long floorNs, bool isRegression)
    {
        ProfileDiff diff = Compare((p, jitter) => p.Root("GET /", 10, (200 * Ms) + jitter), (p, jitter) => p.Root("GET /", 10, (long)(200 * Ms * factor) + jitter), options: new DiffOptions { FloorNs = floorNs });

        Assert.Equal(isRegression ? Verdict.Regression : Verdict.NoRegression, diff.Verdict);
        Assert.True(diff.Roots.Single().AdjustedP < 0.001);
    }

    [Fact]
    public void Compare_WithARuleForAName_GoesByThatRule()
    {
        var options = new DiffOptions { Rules = [new ThresholdRule(new("^GET /slow"), 0.5, null, Ignore: false), new ThresholdRule(new("^GET /wild"), null, null, Ignore: true)] };

        ProfileDiff diff = Compare((p, jitter) => Three(p, 100 * Ms, jitter), (p, jitter) => Three(p, 120 * Ms, jitter), options: options);

        Assert.Equal(["GET /orders"], diff.Regressions.Select(root => root.Key.Name));
        Assert.Equal(Decision.NotTested, diff.Roots.Single(root => root.Key.Name == "GET /wild").Decision);

        static void Three(ScriptedProfile p, long ns, long jitter)
        {
            foreach (string name in (string[])["GET /orders", "GET /slow", "GET /wild"])
                p.Root(name, 10, ns + jitter);
        }
    }

    [Fact]
    public void Compare_OfZeroTimes_DividesByNone()
    {
        ProfileDiff diff = Compare((p, _) => p.Root("GET /", 10), (p, jitter) => p.Root("GET /", 10, (10 * Ms) + jitter));

        Assert.Equal(Verdict.Regression, diff.Verdict);
        Assert.Null(diff.Roots.Single().Elapsed!.Ratio);
        Assert.Equal(Verdict.NoRegression, Compare((p, jitter) => p.Root("GET /", 10, jitter == 0 ? 1 : 0), (p, _) => p.Root("GET /", 10)).Verdict);
    }

    [Fact]
    public void Compare_OpenAndFrameworkRoots_AreNotTested()
    {
        ProfileDiff diff = Compare(Loops, Loops);

        Assert.Equal(["Shop.Run"], diff.Roots.Where(root => root.Decision != Decision.NotTested).Select(root => root.Key.Name));

        static void Loops(ScriptedProfile p, long jitter)
        {
            p.Root("Microsoft.Loop", 1, (900 * Ms) + jitter, RootKind.Operation);
            p.Root("Shop.Forever", 0, (900 * Ms) + jitter, RootKind.Open);
            p.Root("Shop.Run", 1, (100 * Ms) + jitter, RootKind.Detached);
        }
    }

    /// <summary>Ten requests, each of which asks the inventory so many times at line 31.</summary>
    private static int Order(ScriptedProfile p, long jitter, int calls, long eachMs)
    {
        int root = p.Root("GET /orders", 10, (10 * Ms) + jitter);
        int orders = p.Call(root, "Shop.Orders.GetAsync", 10, 0, waits: 0, runningNs: (5 * Ms) + jitter);
        p.Call(orders, "Shop.Inventory.GetAsync", 10 * calls, (10 * calls * eachMs * Ms) + jitter, line: 31);
        return orders;
    }
}
