namespace AsyncProf.Profiles.Text;

/// <summary>Pairs in a variable as OpenTelemetry has them: with commas between, percent-encoded where they need it. What is no pair is passed over, as SDKs do.</summary>
internal static class EnvironmentPairs
{
    /// <summary>All pairs, whatever they hold.</summary>
    public static IEnumerable<(string Key, string Value)> Read(string? text)
    {
        foreach (string pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && pair[..at].Trim() is { Length: > 0 } key)
                yield return (key, Uri.UnescapeDataString(pair[(at + 1)..].Trim()));
        }
    }

    /// <summary>Those without control characters.</summary>
    public static IEnumerable<(string Key, string Value)> ReadPlain(string? text) => Read(text).Where(static pair => !pair.Key.Any(char.IsControl) && !pair.Value.Any(char.IsControl));
}
