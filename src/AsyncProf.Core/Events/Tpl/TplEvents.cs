namespace AsyncProf.Events.Tpl;

/// <summary>
/// All that is known of the event source of the Task Parallel Library: its name, what is asked of it, its event ids, and what lies where in their
/// payloads. Read from <c>TplEventSource.cs</c> of the runtime; the same on .NET 8 to 11. The kinds of <see cref="AsyncEventKind"/> have its ids.
/// </summary>
internal static class TplEvents
{
    public const string SourceName = "System.Threading.Tasks.TplEventSource";

    /// <summary>
    /// TaskTransfer, AsyncCausalityOperation, AsyncCausalityRelation and AsyncCausalitySynchronousWork, at the level Informational. Never mask 0, 0x80
    /// (a process-wide AsyncLocal for good) or 0x100 (every box finalizable): they change how the process behaves.
    /// </summary>
    public const long Keywords = 0x39;

    /// <summary>The field of <see cref="AsyncEventKind.OperationBegin"/> that holds the operation's name, a string.</summary>
    public const int NameField = 1;

    public static readonly Guid SourceId = new("2e5dba47-a3d2-4d16-8ee0-6671ffdcd7b5");

    private static readonly TplLayout[] Layouts = BuildLayouts();

    /// <summary>What lies where in the payload of an event; not known for one that nobody needs.</summary>
    public static ref readonly TplLayout LayoutOf(int id) => ref Layouts[(uint)id < (uint)Layouts.Length ? id : 0];

    private static TplLayout[] BuildLayouts()
    {
        var layouts = new TplLayout[19];
        layouts[(int)AsyncEventKind.TaskScheduled] = new TplLayout(6, TaskId: 2, OtherId: 3, Extra: 1);
        layouts[(int)AsyncEventKind.WaitBegin] = new TplLayout(5, TaskId: 2, OtherId: 4, Detail: 3);
        layouts[(int)AsyncEventKind.ContinuationScheduled] = new TplLayout(3, TaskId: 2, Extra: 1);
        layouts[(int)AsyncEventKind.OperationBegin] = new TplLayout(1, TaskId: 0);
        layouts[(int)AsyncEventKind.OperationEnd] = new TplLayout(2, TaskId: 0, Detail: 1);
        layouts[(int)AsyncEventKind.Relation] = new TplLayout(2, TaskId: 0, Detail: 1);
        layouts[(int)AsyncEventKind.WorkBegin] = new TplLayout(2, TaskId: 0, Detail: 1);
        layouts[(int)AsyncEventKind.WorkEnd] = new TplLayout(1, Detail: 0);
        return layouts;
    }
}
