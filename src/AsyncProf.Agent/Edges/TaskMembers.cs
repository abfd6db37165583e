using System.Runtime.CompilerServices;

namespace AsyncProf.Edges;

/// <summary>
/// Private members of <see cref="Task"/>, by the same names and of the same types on .NET 8, 9 and 10. None may be used before <see cref="Missing"/> has said that they are there.
/// </summary>
internal static class TaskMembers
{
    private const string FlagName = "s_asyncDebuggingEnabled", TableName = "s_currentActiveTasks", FindName = "GetActiveTaskFromId", ContinuationName = "m_continuationObject";

    /// <summary>Whether the runtime keeps a table of the tasks that are active: a debugger asks for it, or we do.</summary>
    public static bool KeepsTable
    {
        get => Volatile.Read(ref Flag(null));
        set => Volatile.Write(ref Flag(null), value);
    }

    /// <summary>The name of a member that this runtime has not, or not of the expected type; null if all are there.</summary>
    public static string? Missing(PrivateFields fields)
    {
        Type task = typeof(Task);
        if (fields.Field<bool>(task, FlagName) is not { IsStatic: true, IsInitOnly: false })
            return FlagName;
        if (fields.Field<Dictionary<int, Task>>(task, TableName) is not { IsStatic: true, IsInitOnly: false })
            return TableName;
        if (fields.Field<object>(task, ContinuationName) is not { IsStatic: false })
            return ContinuationName;
        return fields.HasMethod<int, Task>(task, FindName) ? null : FindName;
    }

    /// <summary>Puts another table in the place of the runtime's, which makes one when it finds none; returns the one that was there.</summary>
    public static Dictionary<int, Task>? Exchange(Dictionary<int, Task> table) => Interlocked.Exchange(ref Table(null), table);

    /// <summary>How many tasks the table holds, about: others write it.</summary>
    public static int CountOfTable() => Volatile.Read(ref Table(null))?.Count ?? 0;

    /// <summary>The task of an id, while it is active and was made with the table on.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = FindName)]
    public static extern Task? Find(Task? owner, int id);

    /// <summary>What goes on when the task ends: nothing, one continuation, or a list; once it has ended, an object that says so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static object? ContinuationOf(Task task) => Volatile.Read(ref Continuation(task));

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = FlagName)]
    private static extern ref bool Flag(Task? owner);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = TableName)]
    private static extern ref Dictionary<int, Task>? Table(Task? owner);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = ContinuationName)]
    private static extern ref object? Continuation(Task owner);
}
