using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Benchmarks.Profiles;

/// <summary>What a logical stack costs in memory, while it is added up and once it is frozen. Retained bytes, after a full collection.</summary>
internal static class ProfileMemory
{
    private const int Width = 10, Depth = 5, SamplesPerStack = 2;

    public static void Print()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new StackTable(1_000_000, ProfileData.MaximumDepth);
        int stacks = Grow(table, StackTable.Root, 0);
        long live = GC.GetTotalMemory(forceFullCollection: true) - before;
        (StackNode[] nodes, StackCharge[] samples) = table.Freeze(TickClock.Stopwatch, MeasuredUse.None);
        long frozen = GC.GetTotalMemory(forceFullCollection: true) - before - live;
        Console.WriteLine(FormattableString.Invariant($"{stacks} stacks, {samples.Length} samples: {live / stacks} bytes a stack while it is added up, {frozen / stacks} bytes a stack once frozen"));
        GC.KeepAlive(table);
        GC.KeepAlive(nodes);
    }

    private static int Grow(StackTable table, int parent, int depth)
    {
        if (depth == Depth)
            return 0;
        int grown = 0;
        for (int frame = 1; frame <= Width; frame++)
        {
            int stack = table.Child(parent, frame + (depth * Width));
            for (int bucket = 0; bucket < SamplesPerStack; bucket++)
                table.Add(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100 + bucket), default, default, 1, 1);
            grown += 1 + Grow(table, stack, depth + 1);
        }

        return grown;
    }
}
