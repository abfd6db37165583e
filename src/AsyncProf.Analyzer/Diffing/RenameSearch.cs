using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>Looks among what only one side has for the same thing under another name: whoever has the same callers and the same callees.</summary>
internal static class RenameSearch
{
    private const double Enough = 0.6;

    /// <summary>More names than this on a side are no renaming but another program.</summary>
    private const int MostNames = 300;

    public static IReadOnlyList<ProbableRename> Find(DiffSide from, DiffSide to)
    {
        Dictionary<string, HashSet<string>> bases = NeighboursOfMethods(from), heads = NeighboursOfMethods(to);
        Dictionary<string, HashSet<string>> baseRoots = MethodsOfRoots(from), headRoots = MethodsOfRoots(to);
        return [.. Match("root", baseRoots, headRoots), .. Match("method", bases, heads)];
    }

    private static IEnumerable<ProbableRename> Match(string kind, Dictionary<string, HashSet<string>> bases, Dictionary<string, HashSet<string>> heads)
    {
        string[] gone = [.. bases.Keys.Where(name => !heads.ContainsKey(name)).Order(StringComparer.Ordinal)];
        string[] come = [.. heads.Keys.Where(name => !bases.ContainsKey(name)).Order(StringComparer.Ordinal)];
        if (gone.Length > MostNames || come.Length > MostNames)
            yield break;
        (string Gone, string Come, double Agreement)[] pairs =
        [
            .. gone.SelectMany(old => come.Select(name => (old, name, Agreement(bases[old], heads[name], bases, heads))))
                .Where(pair => pair.Item3 >= Enough).OrderByDescending(pair => pair.Item3),
        ];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string old, string name, double agreement) in pairs)
        {
            // Where two are as like it, nobody knows which it is.
            bool isUnique = pairs.Count(pair => pair.Agreement == agreement && (pair.Gone == old || pair.Come == name)) == 1;
            if (isUnique && !taken.Contains("-" + old) && !taken.Contains("+" + name))
                yield return new ProbableRename(kind, old, name, agreement);
            taken.Add("-" + old);
            taken.Add("+" + name);
        }
    }

    /// <summary>The share of neighbours in common. One that has itself gone or come counts by the last part of its name.</summary>
    private static double Agreement(HashSet<string> old, HashSet<string> now, Dictionary<string, HashSet<string>> bases, Dictionary<string, HashSet<string>> heads)
    {
        HashSet<string> before = [.. old.Select(name => Known(name, heads))], after = [.. now.Select(name => Known(name, bases))];
        int common = before.Count(after.Contains);
        return common == 0 ? 0 : (double)common / (before.Count + after.Count - common);
    }

    private static string Known(string neighbour, Dictionary<string, HashSet<string>> others)
    {
        string name = neighbour[1..];
        return others.Count == 0 || others.ContainsKey(name) || neighbour[0] == '~' ? neighbour : neighbour[0] + name[(name.LastIndexOf('.') + 1)..];
    }

    /// <summary>For each method its callers, behind a <c>&lt;</c>, its callees, behind a <c>&gt;</c>, and what it waits for, behind a <c>~</c>.</summary>
    private static Dictionary<string, HashSet<string>> NeighboursOfMethods(DiffSide side)
    {
        var neighbours = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach ((MethodKey key, MethodMeasures method) in side.Runs.SelectMany(run => run.Roots.Values).SelectMany(root => root.Methods))
        {
            HashSet<string> own = Of(key.Name);
            own.UnionWith(method.Waits.All.Select(wait => "~" + wait.Key));
            foreach ((CallerKey caller, _) in method.Callers.All)
            {
                own.Add("<" + caller.Caller);
                Of(caller.Caller).Add(">" + key.Name);
            }
        }

        return neighbours;

        HashSet<string> Of(string name)
        {
            if (!neighbours.TryGetValue(name, out HashSet<string>? set))
                neighbours.Add(name, set = new HashSet<string>(StringComparer.Ordinal));
            return set;
        }
    }

    private static Dictionary<string, HashSet<string>> MethodsOfRoots(DiffSide side)
    {
        var methods = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach ((RootKey key, RootMeasures root) in side.Runs.SelectMany(run => run.Roots))
        {
            if (!methods.TryGetValue(key.Name, out HashSet<string>? set))
                methods.Add(key.Name, set = new HashSet<string>(StringComparer.Ordinal));
            set.UnionWith(root.Methods.Keys.Where(method => method.Name != key.Name).Select(method => "~" + method.Name));
        }

        return methods;
    }
}
