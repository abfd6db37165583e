namespace AsyncProf.Attribution;

/// <summary>Where charged roots go. The tree is valid during the call only.</summary>
internal interface ITreeSink
{
    void OnTree(RootTree tree);

    /// <summary>A thread tells late what it used for a node of a tree that was handed over before.</summary>
    /// <param name="late">The number that the node had in <see cref="RootTree.Late"/>.</param>
    /// <param name="use">What.</param>
    /// <returns>Whether it was added to that node.</returns>
    bool OnLate(int late, in ResourceUse use) => false;
}
