using System.Reflection.Metadata;
using System.Text.Json;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// Where the source files of a module can be read: the Source Link of its PDB
/// (<see href="https://github.com/dotnet/designs/blob/main/accepted/2020/diagnostics/source-link.md">specification</see>). A PDB comes from anywhere: what it holds is bounded, and
/// whoever shows an address checks it.
/// </summary>
internal sealed class SourceLinks
{
    private const int MaximumBytes = 1 << 20, MaximumRules = 1000;

    private static readonly Guid Kind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly List<(string File, string Link, bool IsPrefix)> _rules = [];

    private SourceLinks(JsonElement documents)
    {
        foreach (JsonProperty rule in documents.EnumerateObject().Take(MaximumRules))
        {
            if (rule.Value.ValueKind != JsonValueKind.String || rule.Value.GetString() is not { } link)
                continue;
            (int star, int place) = (rule.Name.IndexOf('*', StringComparison.Ordinal), link.IndexOf('*', StringComparison.Ordinal));
            if (star < 0 && place < 0)
                _rules.Add((rule.Name, link, false));
            else if (star == rule.Name.Length - 1 && place >= 0 && place == link.LastIndexOf('*'))
                _rules.Add((rule.Name[..^1], link, true));
        }

        _rules.Sort(static (a, b) => b.File.Length.CompareTo(a.File.Length)); // the longest that fits counts
    }

    private SourceLinks(string root, string link) => _rules.Add((root, link, true));

    /// <summary>All files below a folder, at an address that has a <c>*</c> for the rest of their path.</summary>
    public static SourceLinks Below(string root, string link) => new(root, link);

    /// <summary>Reads the Source Link of a PDB; null where it has none, or one that cannot be.</summary>
    public static SourceLinks? Read(MetadataReader pdb)
    {
        foreach (CustomDebugInformationHandle handle in pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            CustomDebugInformation information = pdb.GetCustomDebugInformation(handle);
            if (pdb.GetGuid(information.Kind) == Kind && pdb.GetBlobReader(information.Value) is { Length: > 0 and <= MaximumBytes } blob)
                return Parse(blob.ReadBytes(blob.Length));
        }

        return null;
    }

    /// <summary>The same of the text itself.</summary>
    public static SourceLinks? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("documents", out JsonElement documents) && documents.ValueKind == JsonValueKind.Object
                ? new SourceLinks(documents)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The address of a source file, its path encoded; empty where there is none.</summary>
    /// <param name="file">The file, as the PDB names it.</param>
    public string Of(string file)
    {
        foreach ((string rule, string link, bool isPrefix) in _rules)
        {
            if (isPrefix ? file.StartsWith(rule, StringComparison.OrdinalIgnoreCase) : file.Equals(rule, StringComparison.OrdinalIgnoreCase))
                return isPrefix ? link.Replace("*", Encoded(file[rule.Length..]), StringComparison.Ordinal) : link;
        }

        return "";
    }

    private static string Encoded(string path) => string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
