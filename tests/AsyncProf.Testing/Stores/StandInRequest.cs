namespace AsyncProf.Testing.Stores;

/// <summary>A request as it came, to the byte.</summary>
/// <param name="Head">The first line and the headers, as they came, without the empty line.</param>
/// <param name="Body">The body.</param>
internal sealed record StandInRequest(string Head, byte[] Body)
{
    private string[] Lines => Head.Split("\r\n");

    /// <summary>Its method.</summary>
    public string Method => Lines[0].Split(' ')[0];

    /// <summary>Its path.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>What follows the path.</summary>
    public IReadOnlyDictionary<string, string> Query => Target.Split('?').Skip(1).SelectMany(query => query.Split('&')).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    private string Target => Lines[0].Split(' ')[1];

    /// <summary>The headers, one line each.</summary>
    public IReadOnlyList<string> Headers => Lines[1..];

    /// <summary>A header's value; null where it is not there.</summary>
    /// <exception cref="InvalidDataException">It is there twice.</exception>
    public string? Header(string name)
    {
        string[] found = [.. Headers.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))];
        return found.Length > 1 ? throw new InvalidDataException($"{name} is there twice.") : found.FirstOrDefault()?[(name.Length + 1)..].Trim();
    }
}
