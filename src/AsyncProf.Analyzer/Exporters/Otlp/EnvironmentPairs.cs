namespace AsyncProf.Exporters.Otlp;

/// <summary>Pairs in a variable as OpenTelemetry has them: with commas between, percent-encoded where they need it. What is no pair is passed over, as SDKs do.</summary>
internal static class EnvironmentPairs
{
    public static IEnumerable<(string Key, string Value)> Read(string? text)
    {
        foreach (string pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || pair[..at].Trim() is not { Length: > 0 } key)
                continue;
            string value = Uri.UnescapeDataString(pair[(at + 1)..].Trim());
            if (!key.Any(char.IsControl) && !value.Any(char.IsControl))
                yield return (key, value);
        }
    }
}
