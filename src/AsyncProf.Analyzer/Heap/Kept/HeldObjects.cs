using System.Collections;
using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Heap.Kept;

/// <summary>What can be reached from what a program holds, with and without what its state machines captured.</summary>
/// <param name="objects">The objects.</param>
/// <param name="references">What they refer to.</param>
/// <param name="captured">What the state machines captured.</param>
internal sealed class HeldObjects(ObjectMap objects, ObjectReferences references, CapturedFields captured)
{
    private readonly Stack<ulong> _work = new();

    /// <summary>The objects, by their numbers, that can be reached from some.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="withCaptured">Whether what state machines captured leads on.</param>
    public BitArray From(IEnumerable<ulong> from, bool withCaptured)
    {
        var reached = new BitArray(objects.Count);
        foreach (ulong address in from)
        {
            Reach(address);
            while (_work.TryPop(out ulong next))
                Follow(next);
        }

        return reached;

        void Reach(ulong address)
        {
            if (objects.NumberOf(address) is not (var number and >= 0) || reached[number])
                return;
            reached[number] = true;
            _work.Push(address);
        }

        void Follow(ulong address)
        {
            if (objects.Read(address, out ReadOnlySpan<byte> bytes) is not { } type)
                return;
            bool isCut = !withCaptured && captured.IsHolder(objects.NumberOf(address));
            var walk = new ReferenceWalk(type.References.Value, bytes);
            while (walk.Next(out int at, out ulong value))
            {
                if (!isCut || captured.NameAt(address, type, bytes, at, value) is null)
                    Reach(value);
            }

            foreach (ulong value in references.Besides(address, type))
                Reach(value);
        }
    }

    /// <summary>Where the program's own reach begins: its fields, its threads, its runtime.</summary>
    public IEnumerable<ulong> Roots(HeapRoots roots) => [.. roots.Objects, .. (roots.Words ?? []).Select(objects.Around).Where(static address => address != 0), .. TablesOfThreads()];

    /// <summary>
    /// The tables of threads' own fields. Since .NET 9 no list of roots names them (coreclr, threadstatics.cpp): an <c>object[]</c> that no object refers to and that holds nothing but arrays of objects
    /// and of bytes, of which each has the fields of a type, is one.
    /// </summary>
    private HashSet<ulong> TablesOfThreads()
    {
        HashSet<ulong> tables = [.. objects.Addresses().Where(IsLikeTable)];
        if (tables.Count == 0)
            return tables;
        foreach (ulong address in objects.Addresses())
        {
            if (objects.Read(address, out ReadOnlySpan<byte> bytes)?.References.Value is not { } map)
                continue;
            var walk = new ReferenceWalk(map, bytes);
            while (walk.Next(out _, out ulong value))
                tables.Remove(value);
        }

        return tables;
    }

    private bool IsLikeTable(ulong address)
    {
        if (objects.Read(address, out ReadOnlySpan<byte> bytes) is not { Name: "System.Object[]" } type)
            return false;
        var walk = new ReferenceWalk(type.References.Value, bytes);
        bool any = false;
        while (walk.Next(out _, out ulong value))
        {
            any = objects.Read(value, out _) is { Name: "System.Object[]" or "System.SByte[]" or "System.Byte[]" };
            if (!any)
                return false;
        }

        return any;
    }
}
