using AsyncProf.Stitching.Records;

namespace AsyncProf.Cli.Arguments;

/// <summary>Which edges may be inferred that no event names, when a recording is read.</summary>
/// <param name="Rules">The rules.</param>
internal sealed record Inference(EdgeRules Rules)
{
    private static readonly (string Name, EdgeRules Rules)[] Groups = [("all", EdgeRules.All), ("sure", EdgeRules.Sure), ("none", EdgeRules.None)];

    private static readonly (string Name, EdgeRules Rules)[] Single = [.. Enum.GetValues<EdgeRule>().Select(rule => (char.ToLowerInvariant(rule.ToString()[0]) + rule.ToString()[1..], (EdgeRules)(1 << (int)rule)))];

    /// <summary>All of them.</summary>
    public static Inference All { get; } = new(EdgeRules.All);

    /// <summary>The names of the rules, as a list in a sentence.</summary>
    public static string Names { get; } = string.Join(", ", Single.Select(rule => rule.Name));

    /// <summary>Whether nothing was asked for.</summary>
    public bool IsAll => Rules == EdgeRules.All;

    /// <summary>What a text stands for: a group, or rules with commas between; null if it is neither.</summary>
    public static Inference? Parse(string text)
    {
        if (Find(Groups, text) is { } group)
            return new Inference(group);
        EdgeRules rules = EdgeRules.None;
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Find(Single, name) is not { } rule)
                return null;
            rules |= rule;
        }

        return new Inference(rules);
    }

    private static EdgeRules? Find((string Name, EdgeRules Rules)[] known, string name) =>
        Array.FindIndex(known, rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is var found and >= 0 ? known[found].Rules : null;
}
