using System.Text.RegularExpressions;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles;

/// <summary>What becomes of awaits and lines in parts and rearrangements of a profile.</summary>
public class AwaitTransformTests
{
    private static readonly ChargeTags Tags = new(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1);

    [Fact]
    public void OnlyRoots_KeepsTheAwaitsBelowThem()
    {
        AsyncProfile part = Shop().OnlyRoots(new Regex("Orders"));

        Assert.Equal(["Shop.Orders.Get Shop.Db.Load", "Shop.Db.Load Gate.WaitAsync"], Awaits(part));
        Assert.Equal(1, part.Methods.Single(row => row.Method == "Shop.Db.Load").Awaits.Single().Hits);
    }

    [Fact]
    public void Focus_KeepsTheAwaitsOfWhatMatchesAndOfRootsThatDo() =>
        Assert.Equal(["Shop.Db.Load Gate.WaitAsync", "Shop.Db.Load Gate.WaitAsync"], Awaits(Shop().Focus(new Regex("Db"))));

    [Fact]
    public void Ignore_LeavesOutTheAwaitsOfWhatMatches() =>
        Assert.Equal(["Shop.Orders.Get Shop.Db.Load", "Shop.Carts.Get Shop.Db.Load"], Awaits(Shop().Ignore(new Regex("Db"))));

    [Fact]
    public void Hide_LeavesOutTheAwaitsOfTheHiddenOnly() =>
        Assert.Equal(["Shop.Orders.Get Shop.Db.Load", "Shop.Carts.Get Shop.Db.Load"], Awaits(Shop().Hide(new Regex("^Shop.Db"))));

    [Fact]
    public void Hide_OfWhatStandsBetween_KeepsNoLineOfWhatMovesUp()
    {
        AsyncProfile hidden = Shop().Hide(new Regex("Middle"));

        CallNode moved = hidden.Tree.SelfAndBelow().Single(node => node.Name == "Shop.Db.Load" && node.Line == 0);
        Assert.Equal(31, Assert.Single(moved.Children).Line);
        Assert.Equal(21, hidden.Tree.SelfAndBelow().Single(node => node.Name == "Shop.Db.Load" && node.Line != 0).Line);
    }

    [Fact]
    public void Hide_OfASlowestTree_KeepsTheLinesOfWhatStays()
    {
        AsyncProfile whole = Shop(), hidden = whole.Hide(new Regex("Middle"));

        CallNode slowest = hidden.Roots.Single(root => root.Name == "Shop.Carts.Get").Slowest!;
        Assert.Equal(21, Assert.Single(slowest.Children).Line);
    }

    [Fact]
    public void Strip_TakesTheNamespacesOffWhatIsAwaited()
    {
        AsyncProfile stripped = Shop().Strip();

        Assert.Contains("Orders.Get Db.Load", Awaits(stripped));
        Assert.All(stripped.Data.Awaits.Keys, await => Assert.False(await.Root.StartsWith("Shop.", StringComparison.Ordinal)));
        Assert.Equal(21, stripped.Tree.SelfAndBelow().Single(node => node.Name == "Db.Load" && node.Line == 21).Line);
        Assert.Equal(2, stripped.OnlyRoots(new Regex("Orders")).Data.Awaits.Count);
    }

    [Fact]
    public void Strip_OfWaitsThatAreOneOfSeveral_StripsEach()
    {
        var builder = new ProfileDataBuilder();
        int p = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "A.B.P", false)));
        var time = new TimeByState(0, 0, 0, 5);
        builder.Add(new StackCharge(builder.Intern(p, builder.Intern(Frame.OfWait(WaitKind.OneOf, "A.B.C.X, D.E.F.Y"))), default, new Measures(1, 0, time, time)));
        builder.Add(new StackCharge(builder.Intern(p, builder.Intern(Frame.OfWait(WaitKind.CompletedBy, "A.B.C.Z", on: "D.E.F.Y"))), default, new Measures(1, 0, time, time)));
        builder.Note(new AwaitKey(RootKind.Operation, "A.B.P", FrameKind.Method, "A.B.P", "(one of A.B.C.X, D.E.F.Y)", "", 0, -1), new AwaitSums(1, 5, 0, 0));

        AsyncProfile stripped = new AsyncProfile(new RecordingInfo(), builder.Build()).Strip();

        Assert.Equal(["await (one of C.X, F.Y)", "await F.Y, completed by C.Z"], Assert.Single(stripped.Tree.Children).Children.Select(child => child.Name).Order(StringComparer.Ordinal));
        Assert.Equal("(one of C.X, F.Y)", Assert.Single(stripped.Methods.Single(row => row.Method == "B.P").Awaits).On);
    }

    [Fact]
    public void Rearranging_OfRandomPrograms_LosesNoAwaitOfAnyMethodThatStays()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            AsyncProfile profile = Playback.OfRandomWithAwaits(seed);
            foreach (AsyncProfile changed in new[] { profile.CollapseRecursion(), profile.MinimumShare(0.2), profile.FoldFramework(), profile.Focus(new Regex("")), AsyncProfile.Merge(profile) })
                Assert.Equal(profile.Data.Awaits, changed.Data.Awaits);
            AsyncProfile hidden = profile.Hide(new Regex("[13579]$"));
            Assert.All(hidden.Methods.Where(row => row.Kind == FrameKind.Method), row => Assert.Equal(profile.Methods.Single(other => other.Method == row.Method && other.Kind == row.Kind).Awaits, row.Awaits));
            Assert.DoesNotContain(hidden.Data.Awaits.Keys, await => Regex.IsMatch(await.Method, "[13579]$"));
        }
    }

    private static IEnumerable<string> Awaits(AsyncProfile profile) => profile.Data.Awaits.OrderByDescending(pair => pair.Key.Root, StringComparer.Ordinal).ThenBy(pair => pair.Key.Line).Select(pair => $"{pair.Key.Method} {pair.Key.On}");

    /// <summary>Orders await the database through a method in the middle, carts directly.</summary>
    private static AsyncProfile Shop()
    {
        var builder = new ProfileDataBuilder();
        var time = new TimeByState(0, 0, 0, 5);
        int orders = builder.Intern(0, Method("Shop.Orders.Get")), carts = builder.Intern(0, Method("Shop.Carts.Get"));
        int middle = builder.Intern(orders, Method("Shop.Middle.Send"), 11);
        int load1 = builder.Intern(middle, Method("Shop.Db.Load"), 15), load2 = builder.Intern(carts, Method("Shop.Db.Load"), 21);
        foreach (int load in new[] { load1, load2 })
            builder.Add(new StackCharge(builder.Intern(load, builder.Intern(Frame.OfWait(WaitKind.Named, "Gate.WaitAsync")), 31), Tags, new Measures(1, 0, time, time)));
        foreach (string root in new[] { "Shop.Orders.Get", "Shop.Carts.Get" })
        {
            builder.Note(new AwaitKey(RootKind.Operation, root, FrameKind.Method, root, "Shop.Db.Load", "Shop.cs", 11, 3), new AwaitSums(1, 5, 0, 0));
            builder.Note(new AwaitKey(RootKind.Operation, root, FrameKind.Method, "Shop.Db.Load", "Gate.WaitAsync", "Db.cs", 31, 3), new AwaitSums(1, 5, 0, 0));
        }

        ProfileData data = builder.Build();
        CallNode tree = new AsyncProfile(new RecordingInfo(), data).Tree;
        return new AsyncProfile(new RecordingInfo(), data.With(new Dictionary<(RootKind, string), RootNotes>
        {
            [(RootKind.Operation, "Shop.Carts.Get")] = new(5, tree.Children.Single(child => child.Name == "Shop.Carts.Get")),
        }));

        int Method(string name) => builder.Intern(new Frame(FrameKind.Method, name, false));
    }
}
