using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>How waits read, and the words by which files keep their kinds.</summary>
internal static class WaitText
{
    /// <summary>What the name of a wait began with in files written before waits were named in words.</summary>
    private const string OldMark = "\u29d7 ";

    private const string Completed = ", completed by ", Resumed = ", resumed by ", ATask = "Task", Unknown = "(unknown)", OneOf = "(one of ", BlockedOn = "blocked on ";

    /// <summary>The same in files written before a comma stood there.</summary>
    private const string OldCompleted = " completed by ";

    private static readonly Dictionary<string, WaitKind> Kinds = Enum.GetValues<WaitKind>().Where(kind => kind != WaitKind.None).ToDictionary(Word, StringComparer.Ordinal);

    /// <summary>The label of a wait, as <c>await Task.Delay</c>.</summary>
    /// <param name="kind">What kind of wait.</param>
    /// <param name="target">What was waited for, or who ended it.</param>
    /// <param name="on">What was awaited, where <paramref name="target"/> ended it; empty where nothing tells.</param>
    public static string Label(WaitKind kind, string target, string on = "") =>
        Before(kind, on) + target + After(kind);

    /// <summary>The same without <c>await</c>: what was waited for.</summary>
    public static string On(WaitKind kind, string target, string on = "") => Label(kind, target, on) is var label && IsAwait(kind) ? label["await ".Length..] : label;

    /// <summary>What stands before the target in the label.</summary>
    public static string Before(WaitKind kind, string on = "") => kind switch
    {
        WaitKind.Task when on.Length > 0 => "await " + on,
        WaitKind.CompletedBy => $"await {(on.Length > 0 ? on : ATask)}{Completed}",
        WaitKind.ResumedBy => $"await {(on.Length > 0 ? on : Unknown)}{Resumed}",
        WaitKind.Named => "await ",
        WaitKind.OneOf => "await " + OneOf,
        WaitKind.Task => "await " + ATask,
        WaitKind.Unknown => "await " + Unknown,
        WaitKind.BlockedOn or WaitKind.BlockedOnTask => BlockedOn,
        WaitKind.BlockedOnHandle => BlockedOn + "(wait handle)",
        WaitKind.Inlined => "(inlined ",
        WaitKind.Request => "(request)",
        WaitKind.Cycle => "(cycle)",
        WaitKind.Smaller => "(smaller)",
        WaitKind.Allocated => "new ",
        _ => "",
    };

    /// <summary>What stands behind the target in the label.</summary>
    public static string After(WaitKind kind) => kind is WaitKind.Inlined or WaitKind.OneOf ? ")" : "";

    /// <summary>Whether it is a wait of the program's, and nothing that a report put together.</summary>
    public static bool IsWait(WaitKind kind) => kind is not (WaitKind.None or WaitKind.Hidden or WaitKind.Smaller or WaitKind.Allocated);

    /// <summary>The word for a kind in files and in JSON.</summary>
    public static string Word(WaitKind kind) => kind switch
    {
        WaitKind.Named => "named",
        WaitKind.OneOf => "one-of",
        WaitKind.Task => "task",
        WaitKind.CompletedBy => "completed-by",
        WaitKind.Unknown => "unknown",
        WaitKind.ResumedBy => "resumed-by",
        WaitKind.BlockedOn => "blocked-on",
        WaitKind.BlockedOnTask => "blocked-on-task",
        WaitKind.BlockedOnHandle => "blocked-on-handle",
        WaitKind.Inlined => "inlined",
        WaitKind.Request => "request",
        WaitKind.Cycle => "cycle",
        WaitKind.Hidden => "hidden",
        WaitKind.Smaller => "smaller",
        WaitKind.Allocated => "allocated",
        _ => "",
    };

    /// <summary>The kind of a word; <see cref="WaitKind.None"/> for one that is not known.</summary>
    public static WaitKind Kind(string word) => Kinds.GetValueOrDefault(word);

    /// <summary>Several that may have been awaited, each under another name.</summary>
    public static string RenamedEach(string targets, Func<string, string> rename) => string.Join(", ", targets.Split(", ").Select(rename));

    /// <summary>What an await is of, under another name; several, as a wait of this kind reads without <c>await</c>, each.</summary>
    public static string RenamedOn(string on, Func<string, string> rename) =>
        on.StartsWith(OneOf, StringComparison.Ordinal) && on.EndsWith(')') ? $"{OneOf}{RenamedEach(on[OneOf.Length..^1], rename)})" : rename(on);

    /// <summary>What was awaited, by the label of a wait that something ended; empty where it does not say.</summary>
    public static string ReadOn(WaitKind kind, string label)
    {
        const string Await = "await ";
        if (!label.StartsWith(Await, StringComparison.Ordinal))
            return "";
        string text = label[Await.Length..], on = kind switch
        {
            WaitKind.Task => text,
            WaitKind.CompletedBy => ReadBefore(text, Completed) ?? ReadBefore(text, OldCompleted) ?? "",
            WaitKind.ResumedBy => ReadBefore(text, Resumed) ?? "",
            _ => "",
        };
        return on == (kind == WaitKind.ResumedBy ? Unknown : ATask) ? "" : on;
    }

    /// <summary>Reads a leaf's name from a file that does not tell its kind. Such files told hidden frames from waits by nothing; the TPL's own names begin with <c>Task</c>.</summary>
    public static (WaitKind Kind, string Target) ReadOld(string name)
    {
        if (!name.StartsWith(OldMark, StringComparison.Ordinal))
            return (WaitKind.Hidden, name);
        string text = name[OldMark.Length..];
        return text switch
        {
            "Task" => (WaitKind.Task, ""),
            "unknown awaitable" => (WaitKind.Unknown, ""),
            "request" => (WaitKind.Request, ""),
            "cycle" => (WaitKind.Cycle, ""),
            "(smaller)" => (WaitKind.Smaller, ""),
            _ => ReadOld(text, ATask + OldCompleted, WaitKind.CompletedBy) ?? ReadOld(text, "unknown awaitable, resumed by ", WaitKind.ResumedBy)
                ?? ReadOld(text, BlockedOn, WaitKind.BlockedOn) ?? ReadOld(text, "inlined ", WaitKind.Inlined)
                ?? (text.StartsWith("Task", StringComparison.Ordinal) || text == "attached tasks" ? WaitKind.Named : WaitKind.Hidden, text),
        };
    }

    private static string? ReadBefore(string text, string by) => text.IndexOf(by, StringComparison.Ordinal) is var end and > 0 ? text[..end] : null;

    private static (WaitKind Kind, string Target)? ReadOld(string text, string before, WaitKind kind) =>
        text.StartsWith(before, StringComparison.Ordinal) ? (kind, text[before.Length..]) : null;

    private static bool IsAwait(WaitKind kind) => kind is WaitKind.Named or WaitKind.OneOf or WaitKind.Task or WaitKind.CompletedBy or WaitKind.Unknown or WaitKind.ResumedBy;
}
