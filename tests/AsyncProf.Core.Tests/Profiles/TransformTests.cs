using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Transforms;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Profiles;

/// <summary>Parts and rearrangements of a profile: what must stay stays, to the nanosecond.</summary>
public class TransformTests
{
    private static readonly int Programs = Tier.Count(fast: 50, deep: 200);

    public static TheoryData<string> Keeping => ["hide", "fold", "strip", "collapse", "smaller", "merge"];

    [Theory]
    [MemberData(nameof(Keeping))]
    public void Rearranging_OfRandomPrograms_LosesNoTimeOfAnyState(string transform)
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed);
            AsyncProfile changed = transform switch
            {
                "hide" => profile.Hide(new Regex("[13579]$")),
                "fold" => profile.FoldFramework(),
                "strip" => profile.Strip(),
                "collapse" => profile.CollapseRecursion(),
                "smaller" => profile.MinimumShare(0.2),
                _ => AsyncProfile.Merge(profile),
            };

            Assert.Equal(profile.Tree.ElapsedTotal, changed.Tree.ElapsedTotal);
            Assert.Equal(profile.Tree.TaskTotal, changed.Tree.TaskTotal);
            Assert.Equal(profile.Roots.Sum(root => root.ElapsedNs), changed.Roots.Sum(root => root.ElapsedNs));
            Assert.Equal(Sum(changed.Tree.ElapsedTotal), changed.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        }
    }

    [Fact]
    public void FocusAndIgnore_OfRandomPrograms_SplitTheTime()
    {
        var methods = new Regex("[02468]$");
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed), focused = profile.Focus(methods), ignored = profile.Ignore(methods);

            Assert.Equal(profile.Tree.ElapsedTotal, focused.Tree.ElapsedTotal + ignored.Tree.ElapsedTotal);
            Assert.Equal(profile.Tree.TaskTotal, focused.Tree.TaskTotal + ignored.Tree.TaskTotal);
            Assert.DoesNotContain(ignored.Methods, row => methods.IsMatch(row.Method));
        }
    }

    [Fact]
    public void Merge_OfAProfileWithItself_DoublesEveryNumberButPercentiles()
    {
        AsyncProfile one = Playback.OfRandom(11), two = AsyncProfile.Merge(one, one);

        Assert.Equal(one.Recording.Events * 2, two.Recording.Events);
        Assert.Equal(one.Recording.UnknownAwaitShare, two.Recording.UnknownAwaitShare, 9);
        foreach (MethodRow row in one.Methods)
        {
            MethodRow merged = Assert.Single(two.Methods, other => other.Method == row.Method && other.Kind == row.Kind);
            Assert.Equal((row.Calls * 2, row.WallNs * 2, row.TaskSelf + row.TaskSelf), (merged.Calls, merged.WallNs, merged.TaskSelf));
            Assert.Equal((row.P50Ns, row.P99Ns, row.MaxNs), (merged.P50Ns, merged.P99Ns, merged.MaxNs));
        }
    }

    [Fact]
    public void CallersAndCallees_OfRandomPrograms_SumToTheMethods()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed);
            foreach (MethodRow row in profile.Methods.Where(row => row.Kind == FrameKind.Method))
            {
                CallEdge[] callers = [.. profile.Edges.Where(edge => edge.Callee == row.Method)];
                Assert.Equal((row.Calls, row.ElapsedTotalNs, row.TaskTotalNs), (callers.Sum(edge => edge.Calls), callers.Sum(edge => edge.ElapsedTotalNs), callers.Sum(edge => edge.TaskTotalNs)));
            }
        }
    }

    [Fact]
    public void Hide_MakesOneLeafNamedByTheOutermost()
    {
        AsyncProfile hidden = Chain("Mine", "Client.Send", "Client.Connect", "Other").Hide(new Regex("^Client"));

        CallNode mine = Assert.Single(hidden.Tree.Children);
        Assert.Equal(["Client.Send", "Other"], mine.Children.Select(child => child.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(hidden.Methods, row => row.Method.StartsWith("Client", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Shop.Orders.OrderService.GetAsync", "OrderService.GetAsync")]
    [InlineData("Shop.Orders.OrderService.GetAsync.lambda", "OrderService.GetAsync.lambda")]
    [InlineData("Shop.Orders.OrderService.GetAsync(System.Int32)", "OrderService.GetAsync(System.Int32)")]
    [InlineData("System.Net.Http.HttpClient.SendAsync", "HttpClient.SendAsync")]
    [InlineData("Task.Delay", "Task.Delay")]
    [InlineData("Plain", "Plain")]
    [InlineData(".", ".")]
    [InlineData("", "")]
    public void Strip_LeavesTypeAndMethod(string name, string stripped) => Assert.Equal(stripped, Stripping.Short(name));

    [Fact]
    public void CollapseRecursion_CutsBackToTheFirst()
    {
        AsyncProfile collapsed = Chain("A", "B", "A", "B", "C").CollapseRecursion();

        CallNode a = Assert.Single(collapsed.Tree.Children);
        CallNode b = Assert.Single(a.Children, child => child.Name == "B");
        Assert.Equal(("A", "C"), (a.Name, Assert.Single(b.Children, child => child.Kind == FrameKind.Method).Name));
        Assert.Equal(1, Assert.Single(collapsed.Methods, row => row.Method == "A").Calls);
        Assert.Equal(Chain("A", "B", "A", "B", "C").Methods.Single(row => row.Method == "B").WallNs, collapsed.Methods.Single(row => row.Method == "B").WallNs);
    }

    [Fact]
    public void OnlyRoots_KeepsThemWhole()
    {
        AsyncProfile both = AsyncProfile.Merge(Chain("A", "X"), Chain("B", "X"));

        Assert.Equal("B", Assert.Single(both.OnlyRoots(new Regex("B")).Roots).Name);
        Assert.Equal(both.Roots.Single(root => root.Name == "B").ElapsedNs, both.OnlyRoots(new Regex("B")).Tree.ElapsedTotal.TotalNs);
    }

    private static long Sum(TimeByState times) => times.TotalNs;

    /// <summary>A root that was hidden is a leaf, and no method has its time.</summary>

    /// <summary>Each method awaits the next; the last sleeps, and each works a little.</summary>
    private static AsyncProfile Chain(params string[] methods) => Playback.Of(s =>
    {
        SimTask task = s.Method(methods[^1], [new Step.Burn(1), new Step.Await(s.Delay(10))]);
        foreach (string method in methods.Reverse().Skip(1))
        {
            SimTask inner = task;
            task = s.Method(method, [new Step.Yield(), new Step.Burn(2), new Step.Await(inner)]);
        }

        return task;
    }).Profile;

    [Fact]
    public void Focus_OnAWait_KeepsTheCallsOfThoseThatWaited()
    {
        AsyncProfile whole = Playback.Of(s => s.Method("Handler", [new Step.Burn(5), .. Enumerable.Range(0, 3).Select(_ => new Step.Await(s.Method("Load", [new Step.Await(s.Delay(10)), new Step.Burn(2)])))])).Profile;

        AsyncProfile waits = whole.Focus(new Regex("Task.Delay"));

        MethodRow load = waits.Methods.Single(row => row.Method == "Load");
        Assert.Equal((3, 36_000_000, 30_000_000), (load.Calls, load.WallNs, load.TaskSelf.TotalNs));
        Assert.Equal(1, waits.Methods.Single(row => row.Method == "Handler").Calls);
        Assert.Equal(30_000_000, waits.Tree.ElapsedTotal.TotalNs);
    }

    [Fact]
    public void OnlyRoots_AndFocus_KeepTheLongestCallExact()
    {
        AsyncProfile whole = Playback.Of(s => s.Method("Handler", [new Step.Await(s.Method("Load", [new Step.Await(s.Delay(1_234))]))])).Profile;

        foreach (AsyncProfile part in (AsyncProfile[])[whole.OnlyRoots(new Regex("Handler")), whole.Focus(new Regex("Load")), whole.Ignore(new Regex("Nobody"))])
        {
            Assert.Equal(1_234_000_000, part.Methods.Single(row => row.Method == "Load").MaxNs);
            Assert.Equal(1_234_000_000, Assert.Single(part.Roots).MaxNs);
        }
    }
}
