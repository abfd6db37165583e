using System.Text.Json;
using AsyncProf.Heap.Kept;

namespace AsyncProf.Exporters;

/// <summary>What state machines keep, as a part of the JSON of a dump (schema <c>asyncprof.dump/1</c>).</summary>
internal static class KeptJson
{
    /// <summary>Writes it as the property <c>kept</c>.</summary>
    public static void Write(Utf8JsonWriter json, KeptHeap kept)
    {
        json.WriteStartObject("kept");
        json.WriteNumber("heapBytes", kept.Heap);
        json.WriteNumber("reachableBytes", kept.Reachable);
        json.WriteNumber("ownBytes", kept.Own);
        json.WriteNumber("sharedBytes", kept.Shared);
        json.WriteNumber("machines", kept.Machines);
        json.WriteNumber("machineBytes", kept.MachineBytes);
        json.WriteNumber("droppedMachines", kept.Dropped);
        json.WriteBoolean("sharersAreAtLeast", kept.IsPartial);
        json.WriteNumber("unreadBytes", kept.Unread);
        json.WriteStartArray("stacks");
        foreach (KeptStack stack in kept.Stacks)
            WriteStack(json, stack);
        json.WriteEndArray();
        json.WriteStartArray("shared");
        foreach (SharedObjects group in kept.Groups)
            WriteGroup(json, group);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStack(Utf8JsonWriter json, KeptStack stack)
    {
        json.WriteStartObject();
        json.WriteNumber("id", stack.Id);
        json.WriteNumber("count", stack.Count);
        json.WriteNumber("ownBytes", stack.Own);
        json.WriteNumber("ownObjects", stack.Objects);
        json.WriteNumber("sharedBytes", stack.Shared);
        json.WriteNumber("machineBytes", stack.MachineBytes);
        PendingJson.WriteFrames(json, stack.Frames);
        json.WriteStartArray("locals");
        foreach (KeptLocal local in stack.Locals)
        {
            json.WriteStartObject();
            json.WriteString("name", local.Name);
            json.WriteNumber("bytes", local.Bytes);
            json.WriteNumber("objects", local.Objects);
            WriteTypes(json, local.Types);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, SharedObjects group)
    {
        json.WriteStartObject();
        json.WriteNumber("bytes", group.Bytes);
        json.WriteNumber("objects", group.Objects);
        json.WriteNumber("sharers", group.Sharers);
        json.WriteStartArray("stacks");
        foreach (int stack in group.Stacks)
            json.WriteNumberValue(stack);
        json.WriteEndArray();
        json.WriteStartArray("locals");
        foreach ((int stack, string name) in group.Locals)
        {
            json.WriteStartObject();
            json.WriteNumber("stack", stack);
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTypes(json, group.Types);
        json.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter json, IReadOnlyList<KeptType> types)
    {
        json.WriteStartArray("types");
        foreach (KeptType type in types)
        {
            json.WriteStartObject();
            json.WriteString("name", type.Name);
            json.WriteNumber("bytes", type.Bytes);
            json.WriteNumber("objects", type.Objects);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
