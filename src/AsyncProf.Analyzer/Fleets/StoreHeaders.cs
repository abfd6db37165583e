namespace AsyncProf.Fleets;

/// <summary>What each request to a store says besides: a token, a tenant. It is read from the command line and from the environment, and never shown.</summary>
internal static class StoreHeaders
{
    /// <summary>The variable that holds more of them: <c>Name: value</c>, one a line.</summary>
    public const string Variable = "ASYNCPROF_STORE_HEADERS";

    private const int Most = 32, Longest = 16 << 10;

    /// <summary>Those of the command line go first.</summary>
    /// <param name="given">As they were given: <c>Name: value</c> or <c>Name=value</c>.</param>
    /// <param name="variable">The text of the variable; null where it is not set.</param>
    /// <exception cref="FleetException">One is none. It is told by its place, for it may be a secret.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(IReadOnlyList<string> given, string? variable)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string[] lines = (variable ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Add(headers, lines, Variable);
        Add(headers, given, "--header");
        return headers.Count <= Most ? [.. headers] : throw new FleetException($"There are more than {Most} headers.");
    }

    private static void Add(Dictionary<string, string> headers, IReadOnlyList<string> texts, string from)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            int at = texts[i].AsSpan().IndexOfAny(':', '=');
            if (at <= 0 || texts[i].Length > Longest || texts[i].Any(char.IsControl) || !texts[i][..at].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
                throw new FleetException(FormattableString.Invariant($"{from} must be 'Name: value'; number {i + 1} is not."));
            headers[texts[i][..at]] = texts[i][(at + 1)..].Trim();
        }
    }
}
