using AsyncProf.Attribution;

namespace AsyncProf.Decoding;

/// <summary>Hands each tree to two.</summary>
internal sealed class TreeFork(ITreeSink first, ITreeSink second) : ITreeSink
{
    public void OnTree(RootTree tree)
    {
        first.OnTree(tree);
        second.OnTree(tree);
    }
}
