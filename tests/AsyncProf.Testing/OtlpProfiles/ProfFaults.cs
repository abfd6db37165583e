namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>What is wrong with a file, and the checks that several places have in common.</summary>
internal sealed class ProfFaults
{
    public List<ProfFault> All { get; } = [];

    public void Add(ProfRule rule, string where) => All.Add(new ProfFault(rule, where));

    /// <summary>A place in a table that has so many.</summary>
    public bool InRange(ProfRule rule, long index, int count, string where)
    {
        if ((int)index >= 0 && (int)index < count)
            return true;
        Add(rule, FormattableString.Invariant($"{where}: {(int)index} is not in 0 to {count - 1}"));
        return false;
    }

    public void NotNegative(ProfRule rule, long number, string where)
    {
        if (number < 0)
            Add(rule, FormattableString.Invariant($"{where}: {number} is negative"));
    }

    /// <summary>A list of attributes: each there, its key there, and no key twice. Samples, mappings and locations have one number for the three.</summary>
    public void Attributes(IReadOnlyList<long> indices, CheckedTables tables, string where, ProfRule range, ProfRule? key = null, ProfRule? once = null)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (int index in indices.Select(index => (int)index))
        {
            if (!InRange(range, index, tables.Attributes.Count, where))
                continue;
            int text = tables.Attributes[index].Index(OtlpFields.Attribute.Key);
            if (InRange(key ?? range, text, tables.Strings.Count, $"{where}: key") && !keys.Add(tables.Strings[text]))
                Add(once ?? range, $"{where}: {tables.Strings[text]} is there twice");
        }
    }
}
