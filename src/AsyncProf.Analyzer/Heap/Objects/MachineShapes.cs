using AsyncProf.Symbols.Metadata;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>Finds where things lie in state machines, as the compilers of C#, Visual Basic and F# lay them out.</summary>
internal sealed class MachineShapes(HeapNames names)
{
    private const int Deepest = 8;

    /// <summary>The shape of a state machine; null if the type is none.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="header">What is before its first field, in bytes.</param>
    /// <param name="end">Where what follows it begins, from where <paramref name="header"/> counts.</param>
    public MachineShape? Of(ClrType type, int header, int end = int.MaxValue)
    {
        ClrInstanceField? state = type.Fields.FirstOrDefault(static field => field.Name is "<>1__state" or "$State" or "ResumptionPoint");
        (string name, string assembly) = names.NameOf(type);
        if (names.MethodOf(assembly, name) is not { } method)
            return null;
        var awaiters = new List<int>();
        foreach (ClrInstanceField field in type.Fields)
        {
            if (IsAwaiter(field) && ReferenceIn(field, header, 0) is var at and >= 0)
                awaiters.Add(at);
        }

        IEnumerable<(int From, string? Name)> fields = type.Fields.Select(field => (header + field.Offset, IsAwaiter(field) ? null : CapturedNames.Of(field.Name ?? "", field.Type?.Name ?? "")));
        return new MachineShape(method, assembly, name, state is null ? -1 : header + state.Offset, state?.Name == "ResumptionPoint" ? 1 : 0, [.. awaiters], [.. fields.OrderBy(field => field.From), (end, null)]);
    }

    private static bool IsAwaiter(ClrInstanceField field) =>
        field.Name is { } name && (name.StartsWith("<>u__", StringComparison.Ordinal) || name.StartsWith("$A", StringComparison.Ordinal)
            || (field.Type?.Name is { } type && type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && type.Contains("Awaiter", StringComparison.Ordinal)));

    /// <summary>Where an awaiter holds what is awaited: its task, the object of its ValueTask, or the first reference that there is.</summary>
    private static int ReferenceIn(ClrInstanceField field, int from, int depth)
    {
        int at = from + field.Offset;
        if (!field.IsValueType)
            return field.IsObjectReference ? at : -1;
        if (depth > Deepest || field.Type is not { } type)
            return -1;
        foreach (ClrInstanceField inner in type.Fields.OrderBy(static inner => inner.Name is "m_task" or "_obj" or "_value" or "m_configuredTaskAwaiter" ? 0 : 1))
        {
            if (ReferenceIn(inner, at, depth + 1) is var found and >= 0)
                return found;
        }

        return -1;
    }
}
