using System.Globalization;
using System.Text;
using AsyncProf.Events;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Logs;

/// <summary>
/// A log without what differs from run to run: ids are numbered as they appear, threads and times are gone, methods are named as a person writes them.
/// What a thread does from the bottom of its stack until it is back there is one piece, and pieces stand in the order in which they began,
/// so two threads that work at once do not interleave. Fields that the stitcher does not read are left out.
/// </summary>
internal static class CanonicalLog
{
    public static string Of(IReadOnlyList<LoggedEvent> log, NameTable names)
    {
        var text = new StringBuilder();
        var ids = new Dictionary<int, int>();
        bool first = true;
        foreach (List<AsyncEvent> piece in Pieces(log))
        {
            if (!first)
                text.Append("--\n");
            first = false;
            int depth = 0;
            foreach (AsyncEvent e in piece)
            {
                if (e.Kind == AsyncEventKind.WorkEnd)
                    depth = Math.Max(0, depth - 1);
                text.Append(' ', 2 * depth).Append(Line(e, names, ids)).Append('\n');
                if (e.Kind == AsyncEventKind.WorkBegin)
                    depth++;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// What the program's own thread does is one piece. On a pool thread each thing taken from the queue begins another:
    /// a 17 at the bottom of the stack, or anything but an end after one.
    /// </summary>
    private static IEnumerable<List<AsyncEvent>> Pieces(IReadOnlyList<LoggedEvent> log)
    {
        var pieces = new List<List<AsyncEvent>>();
        var open = new Dictionary<int, (List<AsyncEvent> Piece, int Depth)>();
        foreach ((int thread, AsyncEvent e) in log)
        {
            bool known = open.TryGetValue(thread, out (List<AsyncEvent> Piece, int Depth) current);
            bool pool = thread != LogText.Main;
            bool begins = e.Kind == AsyncEventKind.WorkBegin
                || (e.Kind != AsyncEventKind.OperationEnd && known && current.Piece[^1].Kind is AsyncEventKind.OperationEnd or AsyncEventKind.WorkEnd);
            if (!known || (pool && current.Depth == 0 && begins))
                pieces.Add((current = ([], 0)).Piece);
            current.Piece.Add(e);
            int step = e.Kind == AsyncEventKind.WorkBegin ? 1 : e.Kind == AsyncEventKind.WorkEnd ? -1 : 0;
            open[thread] = (current.Piece, Math.Max(0, current.Depth + step));
        }

        return pieces;
    }

    private static string Line(in AsyncEvent e, NameTable names, Dictionary<int, int> ids)
    {
        string task = Id(e.TaskId, ids);
        return e.Kind switch
        {
            AsyncEventKind.OperationBegin => $"14 {task} {Readable(names[e.Extra])}",
            AsyncEventKind.WaitBegin => $"10 {task} <- {Id(e.OtherId, ids)}{(e.Detail == (byte)WaitBehavior.Synchronous ? " sync" : "")}",
            AsyncEventKind.ContinuationScheduled => $"12 {task} after {Id(e.Extra, ids)}",
            AsyncEventKind.OperationEnd => $"15 {task} {(OperationStatus)e.Detail}",
            AsyncEventKind.Relation => $"16 {task} {(TaskRelation)e.Detail}",
            AsyncEventKind.WorkBegin => $"17 {task} {(TaskWork)e.Detail}",
            AsyncEventKind.WorkEnd => "18",
            _ => $"{((int)e.Kind).ToString(CultureInfo.InvariantCulture)} {task}",
        };
    }

    private static string Id(int id, Dictionary<int, int> ids)
    {
        if (id == 0)
            return "0";
        if (!ids.TryGetValue(id, out int number))
            ids.Add(id, number = ids.Count + 1);
        return "#" + number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Readable(string name)
    {
        int colon = name.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
            return name;
        string machine = name[(colon + 2)..];
        return name[..(colon + 2)] + CompilerNames.Readable(CompilerNames.MethodOfStateMachine(machine) ?? machine);
    }
}
