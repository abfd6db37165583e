using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Runtime.Tests.Engine;

public class TreeSinksTests
{
    [Fact]
    public void OnCut_ASinkThatThrows_IsCountedAndKeepsItFromNoOther()
    {
        var sinks = new TreeSinks();
        var after = new Sink(null);
        sinks.Add(new Sink(new InvalidOperationException()));
        sinks.Add(after);

        sinks.OnCut();

        Assert.Equal((1, 1), (after.Cuts, sinks.Faults));
    }

    [Theory]
    [InlineData(RootKind.Request, false, 1, 1)]
    [InlineData(RootKind.Request, true, 0, 1)]
    [InlineData(RootKind.Scope, true, 0, 1)]
    public void OnTree_OfTheProfilersOwn_ComesOnlyToThoseThatAskForIt(RootKind kind, bool isOwn, int others, int asking)
    {
        var sinks = new TreeSinks();
        (Sink usual, OwnSink own) = (new Sink(null), new OwnSink());
        sinks.Add(usual);
        sinks.Add(own);
        var tree = new RootTree();
        tree.Reset(new Charge(kind, 1, 0, 10, 0), new Entry { Flags = isOwn ? EntryFlags.Own : EntryFlags.None }, 0);

        sinks.OnTree(tree);

        Assert.True(tree.IsSlice);
        Assert.Equal((others, asking), (usual.Trees, own.Trees));
    }

    private sealed class OwnSink : IOwnEntrySink
    {
        public int Trees { get; private set; }

        public void OnTree(RootTree tree) => Trees++;
    }

    private sealed class Sink(Exception? failure) : ICutSink
    {
        public int Trees { get; private set; }

        public int Cuts { get; private set; }

        public void OnTree(RootTree tree) => Trees++;

        public void OnCut()
        {
            Cuts++;
            if (failure is not null)
                throw failure;
        }
    }
}
