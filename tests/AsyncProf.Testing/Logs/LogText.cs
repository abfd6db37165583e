using System.Globalization;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Logs;

/// <summary>A log as text, as the TPL tells it, without what the frames of a thread told besides: one event a line, as <c>thread time kind task other extra detail "name"</c>. Times are microseconds.</summary>
internal static class LogText
{
    /// <summary>The number of the thread that called the program.</summary>
    public const int Main = 1;

    public static void Write(string path, IEnumerable<LoggedEvent> log, NameTable names) =>
        File.WriteAllLines(path, log.Select(logged => Line(logged, names)));

    public static IReadOnlyList<LoggedEvent> Read(string path, NameTable names) => [.. File.ReadLines(path).Select(line => Parse(line, names))];

    private static string Line(LoggedEvent logged, NameTable names)
    {
        AsyncEvent e = logged.Event;
        string name = e.Kind == AsyncEventKind.OperationBegin ? " " + names[e.Extra].Split(TplTaskName.Separator)[0] : "";
        int extra = e.Kind is AsyncEventKind.OperationBegin or AsyncEventKind.WaitBegin ? 0 : e.Extra;
        int other = e.Kind is AsyncEventKind.OperationBegin or AsyncEventKind.ContinuationScheduled ? 0 : e.OtherId;
        return string.Create(CultureInfo.InvariantCulture, $"{logged.Thread} {e.Timestamp} {(int)e.Kind} {e.TaskId} {other} {extra} {e.Detail}{name}");
    }

    private static LoggedEvent Parse(string line, NameTable names)
    {
        string[] parts = line.Split(' ', 8);
        int[] numbers = [.. parts.Take(7).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new LoggedEvent(numbers[0], new AsyncEvent
        {
            Timestamp = numbers[1],
            Kind = (AsyncEventKind)numbers[2],
            TaskId = numbers[3],
            OtherId = numbers[4],
            Extra = parts.Length > 7 ? names.Intern(parts[7]) : numbers[2] == (int)AsyncEventKind.WaitBegin ? 0 : numbers[5],
            Detail = (byte)numbers[6],
        });
    }
}
