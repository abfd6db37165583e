namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>A small message in which everything occurs that a rule is about, and that breaks none: what is changed in it breaks what is changed.</summary>
internal sealed class WholeOtlpFile
{
    /// <summary>The time of its profiles, and their duration.</summary>
    public const ulong Time = 1_000, Duration = 500;

    private static readonly string[] Texts = ["", "elapsed", "nanoseconds", "wall", "Shop.dll", "Shop.Handler", "Shop.cs", "kind", "ns", "route"];

    public WholeOtlpFile()
    {
        Dictionary = new ProtoMessage();
        Table(OtlpFields.Dictionary.Mappings, M(), M().Set(OtlpFields.Mapping.Start, 16).Set(OtlpFields.Mapping.Limit, 32).Set(OtlpFields.Mapping.File, 4).SetAll(OtlpFields.Mapping.Attributes, 1));
        ProtoMessage line = M().Set(OtlpFields.Line.Function, 1).Set(OtlpFields.Line.Number, 7).Set(OtlpFields.Line.Column, 3);
        Table(OtlpFields.Dictionary.Locations, M(), M().Set(OtlpFields.Location.Mapping, 1).Add(OtlpFields.Location.Lines, line).SetAll(OtlpFields.Location.Attributes, 1));
        Table(
            OtlpFields.Dictionary.Functions, M(),
            M().Set(OtlpFields.Function.Name, 5).Set(OtlpFields.Function.SystemName, 5).Set(OtlpFields.Function.File, 6).Set(OtlpFields.Function.StartLine, 1));
        Table(OtlpFields.Dictionary.Links, M(), M().Set(OtlpFields.Link.Trace, new byte[16]).Set(OtlpFields.Link.Span, new byte[8]));
        foreach (string text in Texts)
            Dictionary.Add(OtlpFields.Dictionary.Strings, text);
        Table(OtlpFields.Dictionary.Attributes, M(), Attribute(7, "method", 8), Attribute(9, "GET /"));
        Table(OtlpFields.Dictionary.Stacks, M(), M().SetAll(OtlpFields.Stack.Locations, 1));
        ValuesOnly = Profile(M().SetAll(OtlpFields.Sample.Values, 5));
        TimesOnly = Profile(M().SetTimes(OtlpFields.Sample.Times, Time));
        Both = Profile(M().SetAll(OtlpFields.Sample.Values, 5, 6).SetTimes(OtlpFields.Sample.Times, Time, Time + Duration - 1));
        Scope = M().Add(OtlpFields.ScopeProfiles.Profiles, ValuesOnly).Add(OtlpFields.ScopeProfiles.Profiles, TimesOnly).Add(OtlpFields.ScopeProfiles.Profiles, Both);
        Resource = M().Add(OtlpFields.ResourceProfiles.ScopeProfiles, Scope);
        File = M().Add(OtlpFields.ProfilesData.ResourceProfiles, Resource).Add(OtlpFields.ProfilesData.Dictionary, Dictionary);
    }

    public ProtoMessage File { get; }

    public ProtoMessage Resource { get; }

    public ProtoMessage Scope { get; }

    public ProtoMessage Dictionary { get; }

    /// <summary>A profile whose sample has one value.</summary>
    public ProtoMessage ValuesOnly { get; }

    /// <summary>One whose sample has a time.</summary>
    public ProtoMessage TimesOnly { get; }

    /// <summary>One whose sample has two of both.</summary>
    public ProtoMessage Both { get; }

    /// <summary>The one sample of a profile.</summary>
    public static ProtoMessage SampleOf(ProtoMessage profile) => profile.Message(OtlpFields.Profile.Samples)!;

    /// <summary>An entry of a table.</summary>
    public ProtoMessage Entry(int table, int place) => Dictionary.Messages(table)[place];

    /// <summary>The one line of the one location.</summary>
    public ProtoMessage Line => Entry(OtlpFields.Dictionary.Locations, 1).Message(OtlpFields.Location.Lines)!;

    /// <summary>Another sample of a profile, alike in its stack, attributes and link.</summary>
    public static void AddSample(ProtoMessage profile, ProtoMessage sample) => profile.Add(OtlpFields.Profile.Samples, Placed(sample));

    /// <summary>Another profile.</summary>
    public void AddProfile(ProtoMessage sample) => Scope.Add(OtlpFields.ScopeProfiles.Profiles, Profile(sample));

    private static ProtoMessage Profile(ProtoMessage sample) =>
        M()
            .Add(OtlpFields.Profile.SampleType, Type(1, 2))
            .Add(OtlpFields.Profile.Samples, Placed(sample))
            .Set(OtlpFields.Profile.Time, (long)Time)
            .Set(OtlpFields.Profile.Duration, (long)Duration)
            .Add(OtlpFields.Profile.PeriodType, Type(3, 2))
            .Set(OtlpFields.Profile.Period, 1)
            .SetAll(OtlpFields.Profile.Attributes, 2);

    private static ProtoMessage Placed(ProtoMessage sample) => sample.Set(OtlpFields.Sample.Stack, 1).SetAll(OtlpFields.Sample.Attributes, 1, 2).Set(OtlpFields.Sample.Link, 1);

    private static ProtoMessage Type(int type, int unit) => M().Set(OtlpFields.ValueType.Type, type).Set(OtlpFields.ValueType.Unit, unit);

    private static ProtoMessage Attribute(int key, string value, int unit = 0) =>
        M().Set(OtlpFields.Attribute.Key, key).Add(OtlpFields.Attribute.Value, M().Add(OtlpFields.AnyValue.Text, value)).Set(OtlpFields.Attribute.Unit, unit);

    private void Table(int table, params ProtoMessage[] entries)
    {
        foreach (ProtoMessage entry in entries)
            Dictionary.Add(table, entry);
    }

    private static ProtoMessage M() => new();
}
