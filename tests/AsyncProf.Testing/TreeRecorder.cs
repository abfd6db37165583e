using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;

namespace AsyncProf.Testing;

/// <summary>Keeps what is charged, and checks every tree on the way.</summary>
internal sealed class TreeRecorder(ProfileBuilder builder) : ITreeSink
{
    /// <summary>Kind and observed ticks of each root, in order.</summary>
    public List<(RootKind Kind, long Observed)> Roots { get; } = [];

    public void OnTree(RootTree tree)
    {
        tree.SelfCheck();
        Roots.Add((tree.Kind, tree.Observed));
        builder.OnTree(tree);
    }
}
