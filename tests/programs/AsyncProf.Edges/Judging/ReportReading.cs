using System.Text.Json;
using System.Text.RegularExpressions;

namespace Edges.Judging;

/// <summary>What a report in JSON says of the program's own methods.</summary>
internal sealed partial class ReportReading
{
    private readonly Dictionary<string, (long NotAwaited, long AwaiterUnknown)> _unawaited = [];
    private readonly Dictionary<string, (long WallNs, long ElapsedNs, long Count)> _roots = [];
    private readonly Dictionary<string, List<(string Leaf, long Ns)>> _waits = [];
    private readonly List<FoundEdge> _edges = [];

    public ReportReading(string report)
    {
        using JsonDocument document = JsonDocument.Parse(report, new JsonDocumentOptions { MaxDepth = 10_000 });
        foreach (JsonElement row in document.RootElement.GetProperty("methods").EnumerateArray())
        {
            string name = Short(row.GetProperty("method").GetString()!).Name;
            (long notAwaited, long awaiterUnknown) = _unawaited.GetValueOrDefault(name);
            _unawaited[name] = (notAwaited + row.GetProperty("notAwaited").GetInt64(), awaiterUnknown + row.GetProperty("awaiterUnknown").GetInt64());
        }

        foreach (JsonElement row in document.RootElement.GetProperty("roots").EnumerateArray())
        {
            string name = Short(row.GetProperty("name").GetString()!).Name;
            (long wall, long elapsed, long count) = _roots.GetValueOrDefault(name);
            _roots[name] = (wall + row.GetProperty("wallNs").GetInt64(), elapsed + row.GetProperty("elapsedNs").GetInt64(), count + row.GetProperty("count").GetInt64());
        }

        foreach (JsonElement root in document.RootElement.GetProperty("tree").GetProperty("children").EnumerateArray())
            Read(root, "", "");
    }

    /// <summary>Who is below whom.</summary>
    public IReadOnlyList<FoundEdge> Edges => _edges;

    /// <summary>Calls of a method that stand below another, and not because that awaits them: of those whose awaiter is unknown, what is no root.</summary>
    public long Unawaited(string method) =>
        _unawaited.GetValueOrDefault(method) is var (notAwaited, awaiterUnknown)
            ? notAwaited + Math.Max(0, awaiterUnknown - _edges.Where(edge => edge.Child == method && edge.Parent.Length == 0).Sum(edge => edge.Calls))
            : 0;

    /// <summary>The roots of a name.</summary>
    public (long WallNs, long ElapsedNs, long Count) Root(string method) => _roots.GetValueOrDefault(method);

    /// <summary>What is waited for below roots of a name.</summary>
    public IEnumerable<(string Leaf, long Ns)> Waits(string root) => _waits.GetValueOrDefault(root) ?? [];

    private void Read(JsonElement node, string parent, string root)
    {
        string full = node.GetProperty("name").GetString()!;
        switch (node.GetProperty("kind").GetString())
        {
            case "leaf":
                JsonElement elapsed = node.GetProperty("elapsed");
                if (!_waits.TryGetValue(root, out List<(string, long)>? waits))
                    _waits[root] = waits = [];
                waits.Add((full, elapsed.GetProperty("waitingNs").GetInt64() + elapsed.GetProperty("blockedNs").GetInt64()));
                break;
            default:
                // What only passes a task on has no operation.
                bool isOperation = !node.TryGetProperty("inferred", out _);
                (string name, string type) = isOperation ? Short(full) : (full, "");
                long calls = node.GetProperty("calls").GetInt64();
                if (type.Length > 0 && calls > 0)
                    _edges.Add(new FoundEdge(parent, name, type, calls, node.GetProperty("elapsed").GetProperty("totalNs").GetInt64()));
                foreach (JsonElement child in node.GetProperty("children").EnumerateArray())
                    Read(child, type.Length > 0 ? name : parent, root.Length > 0 ? root : name);
                break;
        }
    }

    /// <summary>A method's name without its type, and its type: empty for what is not the program's.</summary>
    private static (string Name, string Type) Short(string name) =>
        Own().Match(name) is { Success: true } match ? (match.Groups["name"].Value, match.Groups["type"].Value) : (name, "");

    /// <summary>Lambdas of one method have one name here.</summary>
    [GeneratedRegex(@"^Edges\.\w+\.(?<type>\w+)\.(?<name>[\w.]+)")]
    private static partial Regex Own();
}
