using AsyncProf.Attribution;
using AsyncProf.Engine;

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

    private sealed class Sink(Exception? failure) : ICutSink
    {
        public int Cuts { get; private set; }

        public void OnTree(RootTree tree)
        {
        }

        public void OnCut()
        {
            Cuts++;
            if (failure is not null)
                throw failure;
        }
    }
}
