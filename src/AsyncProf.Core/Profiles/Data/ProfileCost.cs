using AsyncProf.Budgets;

namespace AsyncProf.Profiles.Data;

/// <summary>What the numbers of a profile take in memory, by estimate and in bytes, with all that is read from them: whoever keeps a profile will look at its tree.</summary>
internal static class ProfileCost
{
    /// <summary>A frame without its text.</summary>
    public const long Frame = 160;

    /// <summary>What is noted of a method or a root, without its name.</summary>
    public const long Note = 160;

    /// <summary>A stack in its table, its node in the tree, and the sums from which that is made.</summary>
    private const long Stack = 12 + Node + 88;

    private const long Node = 240;

    private const long Sample = 88, Await = 140;

    private const long Root = 250, TimedNode = 40, TimedPiece = 40, Step = 32;

    /// <summary>All of it. Strings are counted once for each frame, whoever shares them.</summary>
    public static long Of(ProfileData data)
    {
        long bytes = (data.Stacks.Count * Stack) + (data.Samples.Count * Sample) + ((data.Methods.Count + data.Roots.Count + data.Outside.Count + data.Lines.Count) * Note);
        foreach (RootNotes notes in data.Roots.Values)
            bytes += Node * notes.Slowest?.SelfAndBelow().LongCount() ?? 0;
        foreach (Frame frame in data.Frames)
            bytes += Frame + TextOf(frame);
        foreach (AwaitKey await in data.Awaits.Keys)
            bytes += Of(await);
        foreach (SpawnKey spawn in data.Spawns.Keys)
            bytes += Of(spawn);
        return data.Timeline is { } timeline ? bytes + Of(timeline) : bytes;
    }

    /// <summary>Single roots over time.</summary>
    public static long Of(Timeline timeline) =>
        timeline.Roots.Sum(root => Root + (root.Nodes.Count * TimedNode) + ((root.Path.Count + root.Own.Count) * TimedPiece)) + ((timeline.Loads?.Sum(load => load.Steps.Count) ?? 0) * Step);

    /// <summary>Who began what, with its texts.</summary>
    public static long Of(in SpawnKey spawn) => Await + Sizes.OfText(spawn.Starter.Length + spawn.Started.Length);

    /// <summary>The name of a frame and what it is made of.</summary>
    public static long TextOf(Frame frame) => Sizes.OfText(frame.Name.Length + frame.Link.Length);

    /// <summary>What is known of an await, with its texts.</summary>
    public static long Of(in AwaitKey await) => Await + Sizes.OfText(await.Root.Length + await.Method.Length + await.On.Length + await.File.Length);
}
