using System.Collections;
using System.Reflection;
using System.Text;

namespace AsyncProf.Routes;

/// <summary>The path of a route as names of requests have it: as it was written, from the root on, with the values that are fixed for the endpoint (controller, action, area, page) in their places.</summary>
internal static class RoutePath
{
    /// <summary>The path of an endpoint's route; null if the endpoint has none.</summary>
    public static string? Of(object endpoint)
    {
        if (Value(endpoint, "RoutePattern") is not { } pattern || (Value(pattern, "RawText") as string ?? Compose(pattern)) is not { } text)
            return null;
        var required = Value(pattern, "RequiredValues") as IReadOnlyDictionary<string, object?>;
        return Of(text, name => required is not null && required.TryGetValue(name, out object? value) ? value as string : null);
    }

    /// <summary>The path of a route.</summary>
    /// <param name="text">The route as it was written.</param>
    /// <param name="valueOf">The value that a parameter always has; null or empty where it can have any.</param>
    public static string Of(string text, Func<string, string?> valueOf)
    {
        var path = new StringBuilder(text.Length + 1);
        for (int at = 0; at < text.Length;)
        {
            int end = text[at] == '{' && !IsDoubled(text, at) ? EndOfParameter(text, at) : 0;
            if (end > 0 && valueOf(NameOf(text.AsSpan(at + 1, end - at - 1))) is { Length: > 0 } value)
            {
                path.Append(value);
                at = end + 1;
            }
            else
            {
                int next = end > 0 ? end + 1 : at + (text[at] is '{' or '}' && IsDoubled(text, at) ? 2 : 1);
                path.Append(text, at, next - at);
                at = next;
            }
        }

        while (path.Length > 0 && path[0] is '/' or '~')
            path.Remove(0, 1);
        return path.Insert(0, '/').ToString();
    }

    private static bool IsDoubled(string text, int at) => at + 1 < text.Length && text[at + 1] == text[at];

    /// <summary>Where a parameter ends: braces in its constraints are doubled.</summary>
    private static int EndOfParameter(string text, int at)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && IsDoubled(text, at))
                at++;
            else if (text[at] == '}')
                return at;
        }

        return 0;
    }

    private static string NameOf(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.TrimStart('*');
        int end = parameter.IndexOfAny(":=?");
        return (end < 0 ? parameter : parameter[..end]).Trim().ToString();
    }

    /// <summary>A route that code put together has no text.</summary>
    private static string? Compose(object pattern)
    {
        if (Value(pattern, "PathSegments") is not IEnumerable segments)
            return null;
        var path = new StringBuilder();
        foreach (object segment in segments)
        {
            path.Append('/');
            foreach (object part in Value(segment, "Parts") as IEnumerable ?? Array.Empty<object>())
                path.Append(Value(part, "Content") as string ?? $"{{{Value(part, "Name")}}}");
        }

        return path.ToString();
    }

    /// <summary>Reads by reflection: once an endpoint.</summary>
    private static object? Value(object of, string property) => of.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetValue(of);
}
