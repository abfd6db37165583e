using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>The types of a heap, each looked at once.</summary>
internal sealed class HeapTypes(ClrRuntime runtime, MachineShapes machines)
{
    private const string TaskType = "System.Threading.Tasks.Task", SemaphoreType = "System.Threading.SemaphoreSlim";
    private const string RuntimeTaskType = "System.Runtime.CompilerServices.AsyncHelpers+RuntimeAsyncTask";
    private const int HeaderSize = 8, DeepestBase = 64, MostTries = 2, MostRenewals = 200;

    private readonly Dictionary<ulong, HeapType?> _types = [];
    private readonly Dictionary<ulong, MachineShape?> _machines = [];
    private int _renewals;

    /// <summary>A type by its method table; null where there is none.</summary>
    public HeapType? Find(ulong table)
    {
        if (!_types.TryGetValue(table, out HeapType? type))
            _types.Add(table, type = Read(table));
        return type;
    }

    /// <summary>
    /// Types are read from the process while it goes on. What the library keeps of it may be older than a type, and then it knows no such type, or fails: it is asked again once it has let go.
    /// </summary>
    private HeapType? Read(ulong table)
    {
        for (int i = 0; table != 0; i++)
        {
            try
            {
                if (runtime.GetTypeByMethodTable(table) is { } found)
                    return Make(found, table);
            }
            catch (NullReferenceException)
            {
                // It has a type, and not the module.
            }

            if (i == MostTries || _renewals++ > MostRenewals)
                break;
            runtime.FlushCachedData();
        }

        return null;
    }

    /// <summary>The shape of a state machine that is an object of its own; null if it is none.</summary>
    public MachineShape? MachineOf(ulong table)
    {
        if (!_machines.TryGetValue(table, out MachineShape? shape))
            _machines.Add(table, shape = runtime.GetTypeByMethodTable(table) is { } type ? machines.Of(type, HeaderSize) : null);
        return shape;
    }

    private HeapType Make(ClrType type, ulong table)
    {
        string name = type.Name ?? "";
        HeapKind kind = KindOf(type, name, out ClrInstanceField? machine);
        bool isApart = machine is { IsValueType: false };
        ClrInstanceField? source = kind == HeapKind.PooledBox ? Field(type, "_valueTaskSource") : null;
        int At(string field) => source?.Type?.GetFieldByName(field) is { } found ? HeaderSize + source.Offset + found.Offset : -1;
        return new HeapType
        {
            Name = name,
            Size = (uint)type.StaticSize,
            ElementSize = (uint)type.ComponentSize,
            IsText = type.IsString,
            IsFree = type.IsFree,
            References = new Lazy<ReferenceMap?>(() => type.ContainsPointers ? ReferenceMap.Read(runtime.DataTarget.DataReader, table) : null),
            LoaderHandle = type.IsCollectible ? type.LoaderAllocatorHandle : 0,
            Kind = kind,
            MachineAt = machine is null ? -1 : HeaderSize + machine.Offset,
            IsMachineApart = isApart,
            Machine = machine is { IsValueType: true, Type: { } shape } ? machines.Of(shape, HeaderSize + machine.Offset, EndOf(machine, type)) : null,
            Source = (At("_continuation"), At("_continuationState"), source is not null && IsWhole(source, type) ? At("_completed") : -1),
            Fields = kind == HeapKind.Other ? new Lazy<IReadOnlyDictionary<string, int>>(() => LateFieldsOf(type)) : new Lazy<IReadOnlyDictionary<string, int>>(FieldsOf(type)),
        };
    }

    private static HeapKind KindOf(ClrType type, string name, out ClrInstanceField? machine)
    {
        machine = null;
        if (name == SemaphoreType)
            return HeapKind.Semaphore;
        bool isTask = IsTask(type);
        if (isTask && name.StartsWith(RuntimeTaskType, StringComparison.Ordinal))
            return HeapKind.RuntimeTask;
        if (name.Contains("StateMachineBox<", StringComparison.Ordinal) || name.Contains("StateMachineBox`", StringComparison.Ordinal))
            machine = Field(type, "StateMachine");
        if (machine is null)
            return isTask ? HeapKind.Task : HeapKind.Other;
        return isTask ? HeapKind.Box : HeapKind.PooledBox;
    }

    /// <summary>Where the next field begins.</summary>
    private static int EndOf(ClrInstanceField field, ClrType type) => type.Fields.Where(other => other.Offset > field.Offset).Select(other => HeaderSize + other.Offset).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>Whether a struct is as long as the room for it. The library now and then takes a generic one for that of another argument, and then some of its fields lie elsewhere.</summary>
    private static bool IsWhole(ClrInstanceField field, ClrType type)
    {
        const int Align = 8;
        int end = field.Type?.Fields.Select(static inner => inner.Offset + inner.Size).DefaultIfEmpty().Max() ?? 0;
        return HeaderSize + field.Offset + ((end + Align - 1) & -Align) is var next && EndOf(field, type) is var found && (found == next || found == int.MaxValue);
    }

    private static bool IsTask(ClrType type)
    {
        ClrType? current = type;
        for (int depth = 0; current is not null && depth < DeepestBase; depth++, current = current.BaseType)
        {
            if (current.Name == TaskType)
                return true;
        }

        return false;
    }

    private static ClrInstanceField? Field(ClrType type, string name) => type.Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Of nearly all types nobody asks for the fields.</summary>
    private static Dictionary<string, int> LateFieldsOf(ClrType type)
    {
        try
        {
            return FieldsOf(type);
        }
        catch (NullReferenceException)
        {
            return []; // the library does not know its module
        }
    }

    private static Dictionary<string, int> FieldsOf(ClrType type)
    {
        var fields = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ClrInstanceField field in type.Fields)
        {
            if (field.Name is { } name)
                fields.TryAdd(name, HeaderSize + field.Offset);
        }

        return fields;
    }
}
