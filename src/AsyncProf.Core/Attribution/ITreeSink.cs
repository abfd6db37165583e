namespace AsyncProf.Attribution;

/// <summary>Where charged roots go. The tree is valid during the call only.</summary>
internal interface ITreeSink
{
    void OnTree(RootTree tree);
}
