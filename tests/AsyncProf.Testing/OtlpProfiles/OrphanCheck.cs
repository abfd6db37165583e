namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>The rule that each entry of each table is referred to, be it by one that nothing refers to. Place 0 stands for none and needs nobody.</summary>
internal static class OrphanCheck
{
    public static void Run(IReadOnlyList<ProtoMessage> profiles, CheckedTables tables, ProfFaults faults)
    {
        ProtoMessage[] samples = [.. profiles.SelectMany(profile => profile.Messages(OtlpFields.Profile.Samples))];
        ProtoMessage[] types = [.. profiles.SelectMany(profile => profile.Messages(OtlpFields.Profile.SampleType).TakeLast(1).Concat(profile.Messages(OtlpFields.Profile.PeriodType).TakeLast(1)))];
        Find("string", tables.Strings.Count,
        [
            .. Each(types, OtlpFields.ValueType.Type), .. Each(types, OtlpFields.ValueType.Unit), .. Each(tables.Mappings, OtlpFields.Mapping.File), .. Each(tables.Functions, OtlpFields.Function.Name),
            .. Each(tables.Functions, OtlpFields.Function.SystemName), .. Each(tables.Functions, OtlpFields.Function.File), .. Each(tables.Attributes, OtlpFields.Attribute.Key),
            .. Each(tables.Attributes, OtlpFields.Attribute.Unit),
        ]);
        Find("attribute", tables.Attributes.Count,
        [
            .. All(profiles, OtlpFields.Profile.Attributes), .. All(samples, OtlpFields.Sample.Attributes), .. All(tables.Locations, OtlpFields.Location.Attributes),
            .. All(tables.Mappings, OtlpFields.Mapping.Attributes),
        ]);
        Find("mapping", tables.Mappings.Count, Each(tables.Locations, OtlpFields.Location.Mapping));
        Find("function", tables.Functions.Count, Each(tables.Locations.SelectMany(location => location.Messages(OtlpFields.Location.Lines)), OtlpFields.Line.Function));
        Find("location", tables.Locations.Count, All(tables.Stacks, OtlpFields.Stack.Locations));
        Find("stack", tables.Stacks.Count, Each(samples, OtlpFields.Sample.Stack));
        Find("link", tables.Links.Count, Each(samples, OtlpFields.Sample.Link));

        void Find(string table, int count, IEnumerable<int> references)
        {
            HashSet<int> referred = [.. references];
            foreach (int place in Enumerable.Range(0, count).Where(place => place > 0 && !referred.Contains(place)))
                faults.Add(ProfRule.NoOrphans, FormattableString.Invariant($"nothing refers to {table} {place}"));
        }
    }

    private static IEnumerable<int> Each(IEnumerable<ProtoMessage> messages, int field) => messages.Select(message => message.Index(field));

    private static IEnumerable<int> All(IEnumerable<ProtoMessage> messages, int field) => messages.SelectMany(message => message.Numbers(field)).Select(index => (int)index);
}
