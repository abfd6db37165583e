namespace AsyncProf.Cli.Top;

/// <summary>What the keys are, and how the lines at the bottom name them.</summary>
internal static class TopKeys
{
    private static readonly (char Letter, TopSort Sort, string Name)[] Sorts =
    [
        ('e', TopSort.Elapsed, "elapsed"), ('r', TopSort.Running, "running"), ('w', TopSort.Waiting, "waiting"), ('y', TopSort.Ready, "ready"),
        ('b', TopSort.Blocked, "blocked"), ('c', TopSort.Calls, "calls"), ('m', TopSort.P50, "median"), ('p', TopSort.P99, "p99"),
    ];

    /// <summary>What a letter sorts by; null if it is not for that.</summary>
    public static TopSort? SortOf(char letter)
    {
        foreach ((char known, TopSort sort, _) in Sorts)
        {
            if (known == letter)
                return sort;
        }

        return null;
    }

    /// <summary>The name of a sort, as options have it.</summary>
    public static string NameOf(TopSort sort) => sort == TopSort.P50 ? "p50" : sort.ToString().ToLowerInvariant();

    /// <summary>The keys that do something on a page, in lines that fit a narrow terminal.</summary>
    public static IReadOnlyList<string> Help(TopPage page) =>
    [
        "sort by: " + string.Join("  ", Sorts.Where(key => TopColumns.Has(page, key.Sort)).Select(key => $"{key.Letter} {key.Name}")),
        "Tab page  s since start  / filter  Space pause  z reset  f frameworks  q quit",
    ];
}
