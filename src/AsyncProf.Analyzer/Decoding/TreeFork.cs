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

    public bool OnLate(int late, in ResourceUse use) => first.OnLate(late, use) | second.OnLate(late, use);
}
