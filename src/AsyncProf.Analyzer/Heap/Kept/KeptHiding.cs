using AsyncProf.Heap.Stacks;

namespace AsyncProf.Heap.Kept;

/// <summary>Leaves out the frameworks' own methods: what they keep for a method that awaits them stands at that, and what they keep for nobody else is left out.</summary>
internal static class KeptHiding
{
    /// <summary>The stacks without the frameworks' methods, equal ones added up.</summary>
    /// <param name="kept">What is kept.</param>
    /// <param name="shown">For each stack's number the number of the one that shows it; those left out have none.</param>
    /// <param name="hidden">What the frameworks' methods keep that nobody's else are above, in bytes.</param>
    public static IReadOnlyList<KeptStack> Hide(KeptHeap kept, out IReadOnlyDictionary<int, int> shown, out long hidden)
    {
        var groups = new Dictionary<string, List<KeptStack>>(StringComparer.Ordinal);
        var numbers = new Dictionary<int, int>();
        hidden = 0;
        foreach (KeptStack stack in kept.Stacks)
        {
            PendingFrame[] own = OwnOf(stack);
            if (own.Length == 0)
            {
                hidden += stack.Own;
                continue;
            }

            string key = string.Join('\n', own.Select(frame => $"{(int)frame.Kind} {frame.Name} {frame.File}:{frame.Line}"));
            if (!groups.TryGetValue(key, out List<KeptStack>? same))
                groups.Add(key, same = []);
            same.Add(stack);
            numbers[stack.Id] = same[0].Id;
        }

        shown = numbers;
        ILookup<int, SharedObjects> shared = kept.Groups.SelectMany(group => group.Stacks.Where(numbers.ContainsKey).Select(stack => numbers[stack]).Distinct().Select(stack => (stack, group))).ToLookup(pair => pair.stack, pair => pair.group);
        return [.. groups.Values.Select(same => Add(same, shared)).OrderByDescending(stack => stack.Own).ThenByDescending(stack => stack.Shared).ThenByDescending(stack => stack.Count)];
    }

    private static PendingFrame[] OwnOf(KeptStack stack)
    {
        PendingFrame[] own = [.. stack.Frames.Where(frame => !frame.IsFramework).SkipWhile(frame => frame.Kind == PendingKind.Join)];
        int last = Array.FindLastIndex(own, frame => frame.Kind != PendingKind.Join);
        return own[..(last + 1)];
    }

    private static KeptStack Add(List<KeptStack> same, ILookup<int, SharedObjects> shared)
    {
        KeptStack[] own = [.. same.Where(stack => !stack.Frames[^1].IsFramework)];
        return new KeptStack(same[0].Id, own.Length > 0 ? own.Sum(stack => stack.Count) : same.Max(stack => stack.Count), OwnOf(same[0]))
        {
            Own = same.Sum(stack => stack.Own),
            Objects = same.Sum(stack => stack.Objects),
            Shared = shared[same[0].Id].Sum(group => group.Bytes),
            MachineBytes = same.Sum(stack => stack.MachineBytes),
            Locals = [.. same.SelectMany(stack => stack.Locals.Select(local => (Name: NameIn(stack, local), local))).GroupBy(pair => pair.Name, pair => pair.local, StringComparer.Ordinal).Select(locals => Add(locals.Key, locals)).OrderByDescending(local => local.Bytes)],
        };
    }

    /// <summary>A local of a method that is not shown is told with it.</summary>
    private static string NameIn(KeptStack stack, KeptLocal local) => stack.Frames[^1].IsFramework ? $"{local.Name} of {stack.Frames[^1].Name}" : local.Name;

    private static KeptLocal Add(string name, IEnumerable<KeptLocal> locals) => new(
        name,
        locals.Sum(local => local.Bytes),
        locals.Sum(local => local.Objects),
        [.. locals.SelectMany(local => local.Types).GroupBy(type => type.Name, StringComparer.Ordinal).Select(types => new KeptType(types.Key, types.Sum(type => type.Bytes), types.Sum(type => type.Objects))).OrderByDescending(type => type.Bytes)]);
}
