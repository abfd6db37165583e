using System.Text.Json;
using AsyncProf.Diffing;
using AsyncProf.Events;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>What the script of a page that compares reads; as in <see cref="PageData"/>, with the numbers of two sides.</summary>
internal static class DiffPageData
{
    /// <summary>A frame with less than this share of either side is narrower than a tenth of a pixel.</summary>
    private const double Least = 0.0001;

    /// <summary>Beyond this many frames a browser no longer answers at once.</summary>
    private const int Most = 12_000;

    public static void Write(DiffTree whole, DiffPageHead head, Stream output)
    {
        DiffNode?[] targets = RowTargets.Of(whole, head.Rows);
        DiffTree tree = DiffFolding.Fold(whole, Least, Most, targets.OfType<DiffNode>().ToHashSet<DiffNode>(ReferenceEqualityComparer.Instance));
        targets = RowTargets.Of(tree, head.Rows);
        (IReadOnlyList<DiffNode> nodes, IReadOnlyList<int> parents) = tree.Flatten();
        var places = new Dictionary<DiffNode, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < nodes.Count; i++)
            places.Add(nodes[i], i);
        var frames = new PageFrames();
        int[] frameOf = [.. nodes.Select(node => frames.IdOf(node.Frame))];

        using var json = new Utf8JsonWriter(output); // its default encoder escapes all that HTML knows
        json.WriteStartObject();
        json.WriteString("verdict", head.Verdict);
        PageData.WriteStrings(json, "notes", head.Notes);
        json.WriteStartArray("rows");
        foreach ((DiffPageRow row, DiffNode? target) in head.Rows.Zip(targets))
            WriteRow(json, row, target is null ? -1 : places[target]);
        json.WriteEndArray();
        frames.Write(json);
        json.WriteStartObject("nodes");
        PageData.WriteNumbers(json, "parent", parents.Select(parent => (long)parent));
        PageData.WriteNumbers(json, "frame", frameOf.Select(frame => (long)frame));
        PageData.WriteNumbers(json, "line", nodes.Select(node => (long)node.Line));
        PageData.WriteNumbers(json, "only", nodes.Select(OnlyOn));
        WriteSide(json, "base", [.. nodes.Select(node => node.Base)]);
        WriteSide(json, "head", [.. nodes.Select(node => node.Head)]);
        json.WriteEndObject();
        WriteScales(json, tree, places);
        json.WriteEndObject();
    }

    /// <summary>1 for what only the base has, 2 for what only the head has, 0 for the rest. What was folded is many frames, of which nobody can say it.</summary>
    private static long OnlyOn(DiffNode node) => node.Frame.Wait == WaitKind.Smaller ? 0 : !node.Head.IsPresent ? 1 : !node.Base.IsPresent ? 2 : 0;

    private static void WriteRow(Utf8JsonWriter json, DiffPageRow row, int node)
    {
        json.WriteStartObject();
        json.WriteString("name", NameText.Display(row.Name));
        json.WriteString("root", NameText.Display(row.Root));
        json.WriteString("kind", row.Kind);
        json.WriteString("decision", row.Decision);
        json.WriteString("text", row.Text);
        json.WriteNumber("node", node);
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, IReadOnlyList<NodeSide> sides)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("calls");
        foreach (NodeSide side in sides)
            json.WriteNumberValue(Math.Round(side.Calls, 3)); // a call in a thousand runs
        json.WriteEndArray();
        PageData.WriteNumbers(json, "elapsed", sides.SelectMany(side => States(side.ElapsedSelf)));
        PageData.WriteNumbers(json, "task", sides.SelectMany(side => States(side.TaskSelf)));
        json.WriteEndObject();
    }

    /// <summary>The page's order of states.</summary>
    private static long[] States(NodeTime time) => [(long)Math.Round(time.RunningNs), (long)Math.Round(time.WaitingNs), (long)Math.Round(time.ReadyNs), (long)Math.Round(time.BlockedNs)];

    /// <summary>By what the head was multiplied, of the roots where that is not 1.</summary>
    private static void WriteScales(Utf8JsonWriter json, DiffTree tree, Dictionary<DiffNode, int> places)
    {
        json.WriteStartArray("scales");
        foreach (DiffNode root in tree.Root.Children)
        {
            if (tree.ScaleOf(root) is not 1 and var scale)
            {
                json.WriteStartArray();
                json.WriteNumberValue(places[root]);
                json.WriteNumberValue(scale);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }
}
