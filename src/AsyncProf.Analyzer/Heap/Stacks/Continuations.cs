using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Stacks;

/// <summary>Who goes on after a task: the forms of <c>Task.m_continuationObject</c> and of the continuation of a value task source, of .NET 8 to 11.</summary>
internal sealed class Continuations(HeapReader reader)
{
    /// <summary>Told in place of an object where a thread waits.</summary>
    public const ulong Thread = ulong.MaxValue;

    private const int Deepest = 8, MostItems = 1 << 20;

    /// <summary>How many items of lists are looked at in all: what is read may be damaged, and lists of lists of lists.</summary>
    private long _itemsLeft = 1L << 26;

    /// <summary>Tells of each task, operation or thread that goes on after an object.</summary>
    public void Read(ulong address, HeapType type, Action<ulong> onConsumer)
    {
        if (type.Kind == HeapKind.PooledBox)
        {
            Resolve(reader.Reference(address, type.Source.Continuation), 0, onConsumer);
            Resolve(reader.Reference(address, type.Source.State), 0, onConsumer);
            return;
        }

        Resolve(reader.Reference(address, type.At("m_continuationObject")), 0, onConsumer);
    }

    private void Resolve(ulong address, int depth, Action<ulong> onConsumer)
    {
        if (depth > Deepest || reader.TypeOf(address) is not { } type)
            return;
        if (type.Kind is HeapKind.Task or HeapKind.Box or HeapKind.PooledBox or HeapKind.RuntimeTask)
        {
            onConsumer(address);
            return;
        }

        if (type.Name.EndsWith("SetOnInvokeMres", StringComparison.Ordinal))
        {
            onConsumer(Thread);
            return;
        }

        if (type.At("_items") is var items and >= 0 && type.At("_size") is var size and >= 0)
        {
            foreach (ulong item in reader.Elements(reader.Reference(address, items), Math.Min(MostItems, reader.Int(address + (ulong)size))))
            {
                if (--_itemsLeft < 0)
                    return;
                Resolve(item, depth + 1, onConsumer);
            }

            return;
        }

        foreach (string field in Fields)
        {
            if (type.At(field) is var at and >= 0)
            {
                Resolve(reader.Reference(address, at), depth + 1, onConsumer);
                return;
            }
        }
    }

    /// <summary>What leads on: of a delegate, of the debugger's wrapper, of a captured context or scheduler, of <c>ContinueWith</c>, of the runtime's own continuations.</summary>
    private static readonly string[] Fields = ["_continuation", "m_task", "m_action", "_action", "RuntimeAsyncTask", "_target"];
}
