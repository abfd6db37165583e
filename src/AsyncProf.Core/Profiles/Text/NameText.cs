using System.Globalization;
using System.Text;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles.Text;

/// <summary>
/// How names read where people read them. What tells a name from others of its kind stays: a method keeps its type and itself, a route the names of its parameters.
/// What goes first is the middle of the namespace.
/// </summary>
internal static class NameText
{
    /// <summary>A type and method up to this long are never cut, whatever the room: they go on below.</summary>
    private const int LongestKept = 120;

    /// <summary>Of longer names the middle goes before anything is tried.</summary>
    private const int LongestTried = 2000;

    private const string Cut = "…";

    /// <summary>More type parameters than this no type has.</summary>
    private const int MostParameters = 32;

    /// <summary>A method's name; of one that cannot be told from others, with how many those are where that is known.</summary>
    public static string Counted(string name, int candidates) => candidates > 1 && name.EndsWith(MethodName.AmbiguousMark, StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, name.Length - MethodName.AmbiguousMark.Length)} ({candidates} candidates)")
        : name;

    /// <summary>A canonical name as C# writes it: <c>Thing`1.IThing.Get</c> is <c>Thing&lt;T&gt;.IThing.Get</c>.</summary>
    public static string Display(string name)
    {
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return name;
        var text = new StringBuilder(name.Length + 8);
        int from = 0;
        for (; tick >= 0; tick = name.IndexOf('`', tick + 1))
        {
            int end = tick + 1;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
                end++;
            if (!int.TryParse(name.AsSpan(tick + 1, end - tick - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is 0 or > MostParameters)
                continue;
            text.Append(name, from, tick - from).Append('<');
            text.Append(count == 1 ? "T" : string.Join(", ", Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"T{i}")))).Append('>');
            from = end;
        }

        return text.Append(name, from, name.Length - from).ToString();
    }

    /// <summary>A frame's name as people read it.</summary>
    public static string Display(Frame frame) => frame.Kind switch
    {
        FrameKind.Leaf => WaitText.Label(frame.Wait, Display(frame.Target), frame.On),
        FrameKind.Method or FrameKind.Sync or FrameKind.External => Display(Counted(frame.Name, frame.Candidates.Count)),
        _ => frame.Name,
    };

    /// <summary>A frame's name in as many columns as there are, if that can be.</summary>
    public static string Fit(Frame frame, int width)
    {
        if (frame.Kind == FrameKind.Entry)
            return FitRoute(PlainText.Printable(frame.Name), width);
        if (frame.Kind != FrameKind.Leaf)
            return Fit(Counted(frame.Name, frame.Candidates.Count), width);
        (string before, string after) = (WaitText.Before(frame.Wait, CutMiddle(PlainText.Printable(frame.On), LongestKept)), WaitText.After(frame.Wait));
        return before + Fit(frame.Target, width - before.Length - after.Length) + after;
    }

    /// <summary>A method's name in as many columns as there are, if that can be.</summary>
    public static string Fit(string method, int width)
    {
        string name = Bounded(PlainText.Printable(Display(method)));
        if (name.Length <= width)
            return name;
        (string body, string overload) = Overload(name);
        List<string> parts = Parts(body);
        int own = OwnParts(parts), namespaces = parts.Count - own;
        foreach (string tail in overload.StartsWith('(') ? [overload, "(…)"] : (string[])[overload])
        {
            for (int from = 2; from <= namespaces; from++)
            {
                if (Join($"{parts[0]}.{Cut}", from, tail) is var text && text.Length <= width)
                    return text;
            }

            for (int from = Math.Min(1, namespaces); from <= namespaces; from++)
            {
                if (Join(from == 0 ? "" : Cut, from, tail) is var text && text.Length <= width)
                    return text;
            }
        }

        // Even so there is no room: rather a wide line than two methods that look the same.
        string shortest = Join(namespaces == 0 ? "" : Cut, namespaces, overload.StartsWith('(') ? "(…)" : overload);
        return Unbound(shortest) is var unbound && unbound.Length <= width ? unbound : CutMiddle(shortest, Math.Max(width, LongestKept));

        string Join(string before, int from, string tail) => before + string.Join('.', parts.Skip(from)) + tail;
    }

    /// <summary>A name that is too wide in two lines, the second from a dot or a space on, and no wider than the first may be.</summary>
    public static (string First, string Below) Break(string name, int width)
    {
        if (name.Length <= width)
            return (name, "");
        int depth = 0, at = 0;
        for (int i = 0; i <= width; i++)
        {
            depth += name[i] == '<' ? 1 : name[i] == '>' && depth > 0 ? -1 : 0;
            if (i > 1 && depth == 0 && name[i] is '.' or ' ')
                at = i;
        }

        return at == 0 ? (name, "") : (name[..at], name[at..].TrimStart());
    }

    /// <summary>A request's name: what constrains its parameters goes first, then whole parts from the middle of the path.</summary>
    public static string FitRoute(string name, int width)
    {
        name = Bounded(name);
        if (name.Length <= width || !name.Contains('/', StringComparison.Ordinal))
            return CutMiddle(name, Math.Max(width, LongestKept));
        string plain = WithoutConstraints(name);
        if (plain.Length <= width)
            return plain;
        string[] parts = plain.Split('/');
        for (int from = 2; from < parts.Length; from++)
        {
            if ($"{parts[0]}/{Cut}/{string.Join('/', parts[from..])}" is var text && text.Length <= width)
                return text;
        }

        return CutMiddle(plain, Math.Max(width, LongestKept));
    }

    /// <summary>How many parts are type and method: two, and one more for what a lambda is in and for the type that implements an interface.</summary>
    private static int OwnParts(List<string> parts)
    {
        int own = parts[^1].StartsWith("lambda", StringComparison.Ordinal) ? 3 : 2;
        if (parts.Count > own && parts[^own] is ['I', >= 'A' and <= 'Z', ..])
            own++;
        return Math.Min(parts.Count, own);
    }

    /// <summary>No more than can be fitted in no time: trying each part of a name takes the square of its length.</summary>
    private static string Bounded(string name) => CutMiddle(name, LongestTried);

    /// <summary>What is too long to be somebody's name loses its middle: its beginning and its end tell the most.</summary>
    private static string CutMiddle(string text, int width)
    {
        if (text.Length <= width)
            return text;
        int head = (width - 1) * 2 / 5;
        return string.Concat(text.AsSpan(0, head), Cut, text.AsSpan(text.Length - (width - 1 - head)));
    }

    /// <summary>Type arguments as C# writes those of no type in particular: <c>Map&lt;,&gt;</c>.</summary>
    private static string Unbound(string name)
    {
        var text = new StringBuilder(name.Length);
        int depth = 0;
        foreach (char letter in name)
        {
            depth -= letter == '>' && depth > 0 ? 1 : 0;
            if (depth == 0 || (depth == 1 && letter == ','))
                text.Append(letter);
            depth += letter == '<' ? 1 : 0;
        }

        return text.ToString();
    }

    private static string WithoutConstraints(string route)
    {
        var text = new StringBuilder(route.Length);
        int depth = 0;
        bool isConstraint = false;
        foreach (char letter in route)
        {
            depth += letter == '{' ? 1 : letter == '}' && depth > 0 ? -1 : 0;
            isConstraint = depth > 0 && (isConstraint || letter is ':' or '=' or '?');
            if (!isConstraint)
                text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>The name, and its parameters or the remark behind it. A name may be nothing but brackets.</summary>
    private static (string Body, string Overload) Overload(string name) =>
        name.LastIndexOf(" (", StringComparison.Ordinal) is var remark and > 0 ? (name[..remark], name[remark..])
        : name.IndexOf('(', StringComparison.Ordinal) is var open and > 0 ? (name[..open], name[open..]) : (name, "");

    /// <summary>The parts between the dots that are not inside type arguments.</summary>
    private static List<string> Parts(string name)
    {
        var parts = new List<string>();
        int begin = 0, depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            depth += name[i] == '<' ? 1 : name[i] == '>' && depth > 0 ? -1 : 0;
            if (name[i] != '.' || depth > 0)
                continue;
            parts.Add(name[begin..i]);
            begin = i + 1;
        }

        parts.Add(name[begin..]);
        return parts;
    }
}
