namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>The rules of the tables.</summary>
internal sealed class DictionaryCheck(CheckedTables tables, ProfFaults faults)
{
    private const int TraceIdLength = 16, SpanIdLength = 8;

    public void Run()
    {
        Zero(tables.Mappings, ProfRule.MappingZero);
        Zero(tables.Locations, ProfRule.LocationZero, OtlpFields.Location.Lines);
        Zero(tables.Functions, ProfRule.FunctionZero);
        Zero(tables.Links, ProfRule.LinkZero);
        Zero(tables.Stacks, ProfRule.StackZero);
        Mappings();
        foreach (ProtoMessage location in tables.Locations)
            Location(location);
        foreach (ProtoMessage function in tables.Functions)
            Function(function);
        Links();
        Strings();
        Attributes();
        foreach (long location in tables.Stacks.SelectMany(stack => stack.Numbers(OtlpFields.Stack.Locations)))
            faults.InRange(ProfRule.StackLocationsInRange, location, tables.Locations.Count, "location of a stack");
    }

    /// <summary>Each table begins with the zero value.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rule">The rule that says so.</param>
    /// <param name="messages">A field whose messages must not be there, even if they say nothing.</param>
    private void Zero(IReadOnlyList<ProtoMessage> table, ProfRule rule, int messages = 0)
    {
        if (table.Count == 0)
            faults.Add(rule, "the table is empty");
        else if (!table[0].IsZero || table[0].Has(messages))
            faults.Add(rule, "the table does not begin with the zero value");
    }

    private void Mappings()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ProtoMessage mapping in tables.Mappings.Skip(1))
        {
            faults.InRange(ProfRule.MappingFileInRange, mapping.Index(OtlpFields.Mapping.File), tables.Strings.Count, "file of a mapping");
            faults.Attributes(mapping.Numbers(OtlpFields.Mapping.Attributes), tables, "mapping", ProfRule.MappingAttributes);
            (ulong start, ulong limit) = ((ulong)mapping.Number(OtlpFields.Mapping.Start), (ulong)mapping.Number(OtlpFields.Mapping.Limit));
            if ((start, limit) != (0, 0) && start >= limit)
                faults.Add(ProfRule.MappingStartBeforeLimit, FormattableString.Invariant($"a mapping begins at {start} and ends at {limit}"));
            string attributes = string.Join(' ', mapping.Numbers(OtlpFields.Mapping.Attributes).Order());
            if (!seen.Add(FormattableString.Invariant($"{start} {limit} {mapping.Number(OtlpFields.Mapping.Offset)} {mapping.Index(OtlpFields.Mapping.File)} {attributes}")))
                faults.Add(ProfRule.MappingsOnce, "a mapping is there twice");
        }
    }

    private void Location(ProtoMessage location)
    {
        faults.InRange(ProfRule.LocationMappingInRange, location.Index(OtlpFields.Location.Mapping), tables.Mappings.Count, "mapping of a location");
        faults.Attributes(location.Numbers(OtlpFields.Location.Attributes), tables, "location", ProfRule.LocationAttributes);
        foreach (ProtoMessage line in location.Messages(OtlpFields.Location.Lines))
        {
            faults.InRange(ProfRule.LineFunctionInRange, line.Index(OtlpFields.Line.Function), tables.Functions.Count, "function of a line");
            faults.NotNegative(ProfRule.LineNotNegative, line.Number(OtlpFields.Line.Number), "line");
            faults.NotNegative(ProfRule.ColumnNotNegative, line.Number(OtlpFields.Line.Column), "column");
        }
    }

    private void Function(ProtoMessage function)
    {
        faults.InRange(ProfRule.FunctionNameInRange, function.Index(OtlpFields.Function.Name), tables.Strings.Count, "name of a function");
        faults.InRange(ProfRule.FunctionSystemNameInRange, function.Index(OtlpFields.Function.SystemName), tables.Strings.Count, "system name of a function");
        faults.InRange(ProfRule.FunctionFileInRange, function.Index(OtlpFields.Function.File), tables.Strings.Count, "file of a function");
        faults.NotNegative(ProfRule.StartLineNotNegative, function.Number(OtlpFields.Function.StartLine), "line of a function");
    }

    private void Links()
    {
        foreach (ProtoMessage link in tables.Links.Skip(1))
        {
            if (link.Bytes(OtlpFields.Link.Trace).Length != TraceIdLength)
                faults.Add(ProfRule.TraceIdLength, "a link's trace id has not 16 bytes");
            if (link.Bytes(OtlpFields.Link.Span).Length != SpanIdLength)
                faults.Add(ProfRule.SpanIdLength, "a link's span id has not 8 bytes");
        }
    }

    private void Strings()
    {
        if (tables.Strings.Count == 0 || tables.Strings[0].Length > 0)
        {
            faults.Add(ProfRule.StringZero, "the table does not begin with the empty text");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in tables.Strings.Where(text => !seen.Add(text)))
            faults.Add(ProfRule.StringsOnce, $"'{text}' is there twice");
    }

    private void Attributes()
    {
        if (tables.Attributes.Count == 0)
            faults.Add(ProfRule.AttributeZero, "the table is empty");
        else if (tables.Attributes[0] is var first && (first.Index(OtlpFields.Attribute.Key) != 0 || first.Index(OtlpFields.Attribute.Unit) != 0 || HasValue(first)))
            faults.Add(ProfRule.AttributeZero, "the table does not begin with the zero value");
        foreach (ProtoMessage attribute in tables.Attributes)
        {
            faults.InRange(ProfRule.AttributeKeyInRange, attribute.Index(OtlpFields.Attribute.Key), tables.Strings.Count, "key of an attribute");
            faults.InRange(ProfRule.AttributeUnitInRange, attribute.Index(OtlpFields.Attribute.Unit), tables.Strings.Count, "unit of an attribute");
        }
    }

    /// <summary>A value may be there if it is none of the kinds that there are.</summary>
    private static bool HasValue(ProtoMessage attribute) =>
        attribute.Message(OtlpFields.Attribute.Value) is { } value && Enumerable.Range(1, 8).Any(value.Has);
}
