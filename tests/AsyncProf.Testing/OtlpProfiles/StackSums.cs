using System.Globalization;

namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>The values of a file summed up by sample type, stack and labels, as texts: what two encodings of one profile must have in common.</summary>
internal static class StackSums
{
    /// <summary>Those of a <c>profile.proto</c>.</summary>
    /// <param name="file">The file, unpacked.</param>
    /// <param name="withLabels">Whether samples that differ in their labels are told apart.</param>
    public static SortedDictionary<string, long> OfPprof(ReadOnlySpan<byte> file, bool withLabels = true)
    {
        ProtoMessage profile = ProtoMessage.Read(file);
        List<string> strings = profile.Texts(6);
        Dictionary<long, ProtoMessage> mappings = ById(3), locations = ById(4), functions = ById(5);
        string[] types = [.. profile.Messages(1).Select(type => $"{strings[type.Index(1)]}/{strings[type.Index(2)]}")];
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (ProtoMessage sample in profile.Messages(2))
        {
            string stack = string.Join('\n', sample.Numbers(1).Select(id => Location(locations[id])));
            string labels = withLabels ? Sorted(sample.Messages(3).Select(label => (strings[label.Index(1)], label.Index(2) > 0 ? strings[label.Index(2)] : Shown(label.Number(3))))) : "";
            List<long> values = sample.Numbers(2);
            for (int type = 0; type < types.Length; type++)
                Add(sums, $"{types[type]}\n{stack}\n{labels}", values[type]);
        }

        return sums;

        Dictionary<long, ProtoMessage> ById(int field) => profile.Messages(field).ToDictionary(entry => entry.Number(1));

        string Location(ProtoMessage location)
        {
            ProtoMessage? mapping = mappings.GetValueOrDefault(location.Number(2)), line = location.Message(4);
            ProtoMessage function = functions[line!.Number(1)];
            return Frame(
                strings[function.Index(2)], strings[function.Index(3)], strings[function.Index(4)], function.Number(5), line.Number(2), strings[mapping?.Index(5) ?? 0], strings[mapping?.Index(6) ?? 0]);
        }
    }

    /// <summary>Those of a <c>ProfilesData</c>.</summary>
    /// <param name="file">The message.</param>
    /// <param name="withLabels">Whether samples that differ in their attributes are told apart.</param>
    public static SortedDictionary<string, long> OfOtlp(ReadOnlySpan<byte> file, bool withLabels = true)
    {
        ProtoMessage message = ProtoMessage.Read(file);
        var tables = new CheckedTables(message);
        string[] frames = [.. tables.Locations.Select(Location)];
        string[] stacks = [.. tables.Stacks.Select(stack => string.Join('\n', stack.Numbers(OtlpFields.Stack.Locations).Select(location => frames[location])))];
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (ProtoMessage profile in ProfilesOf(message))
        {
            ProtoMessage type = profile.Message(OtlpFields.Profile.SampleType)!;
            string types = $"{tables.Strings[type.Index(OtlpFields.ValueType.Type)]}/{tables.Strings[type.Index(OtlpFields.ValueType.Unit)]}";
            foreach (ProtoMessage sample in profile.Messages(OtlpFields.Profile.Samples))
            {
                string labels = withLabels ? Sorted(sample.Numbers(OtlpFields.Sample.Attributes).Select(Attribute).Concat(Link(tables.Links[sample.Index(OtlpFields.Sample.Link)]))) : "";
                Add(sums, $"{types}\n{stacks[sample.Index(OtlpFields.Sample.Stack)]}\n{labels}", sample.Numbers(OtlpFields.Sample.Values).Single());
            }
        }

        return sums;

        (string Key, string Value) Attribute(long place)
        {
            ProtoMessage value = tables.Attributes[(int)place].Message(OtlpFields.Attribute.Value)!;
            string text = value.Has(OtlpFields.AnyValue.Number) ? Shown(value.Number(OtlpFields.AnyValue.Number)) : value.Texts(OtlpFields.AnyValue.Text).Single();
            return (tables.Strings[tables.Attributes[(int)place].Index(OtlpFields.Attribute.Key)], text);
        }

        string Location(ProtoMessage location)
        {
            if (location.Message(OtlpFields.Location.Lines) is not { } line)
                return "";
            ProtoMessage function = tables.Functions[line.Index(OtlpFields.Line.Function)], mapping = tables.Mappings[location.Index(OtlpFields.Location.Mapping)];
            return Frame(
                tables.Strings[function.Index(OtlpFields.Function.Name)], tables.Strings[function.Index(OtlpFields.Function.SystemName)], tables.Strings[function.Index(OtlpFields.Function.File)],
                function.Number(OtlpFields.Function.StartLine), line.Number(OtlpFields.Line.Number), tables.Strings[mapping.Index(OtlpFields.Mapping.File)],
                string.Concat(mapping.Numbers(OtlpFields.Mapping.Attributes).Select(place => Attribute(place).Value)));
        }
    }

    /// <summary>A link as the labels that a profile.proto has for it.</summary>
    private static IEnumerable<(string Key, string Value)> Link(ProtoMessage link) =>
        link.IsZero ? [] : [("trace_id", Convert.ToHexStringLower(link.Bytes(OtlpFields.Link.Trace))), ("span_id", Convert.ToHexStringLower(link.Bytes(OtlpFields.Link.Span)))];

    /// <summary>The profiles of a message.</summary>
    public static IEnumerable<ProtoMessage> ProfilesOf(ProtoMessage file) =>
        file.Messages(OtlpFields.ProfilesData.ResourceProfiles)
            .SelectMany(resource => resource.Messages(OtlpFields.ResourceProfiles.ScopeProfiles))
            .SelectMany(scope => scope.Messages(OtlpFields.ScopeProfiles.Profiles));

    private static string Frame(string name, string systemName, string file, long startLine, long line, string assembly, string module) =>
        FormattableString.Invariant($"{name}|{systemName}|{file}|{startLine}|{line}|{assembly}|{module}");

    /// <summary>A profile.proto tells a 0 and an empty text in the same way.</summary>
    private static string Shown(long number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static string Sorted(IEnumerable<(string Key, string Value)> labels) => string.Join('|', labels.Order().Select(label => $"{label.Key}={label.Value}"));

    private static void Add(SortedDictionary<string, long> sums, string key, long value)
    {
        if (value != 0)
            sums[key] = sums.GetValueOrDefault(key) + value;
    }
}
