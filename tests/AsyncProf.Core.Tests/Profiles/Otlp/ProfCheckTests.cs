using AsyncProf.Testing.OtlpProfiles;

namespace AsyncProf.Core.Tests.Profiles.Otlp;

/// <summary>Each rule finds the file that breaks it, and nothing else is wrong with that file; no file ends the check.</summary>
public class ProfCheckTests
{
    private const int Mutations = 3_000;

    private static readonly (ProfRule Rule, string Name, Action<WholeOtlpFile> Break, ProfRule[] Also)[] Hostile =
    [
        Case(ProfRule.HasResources, "none", f => f.File.Remove(OtlpFields.ProfilesData.ResourceProfiles)),
        Case(ProfRule.HasScopes, "a second without", f => f.File.Add(OtlpFields.ProfilesData.ResourceProfiles, new ProtoMessage())),
        Case(ProfRule.HasProfiles, "a second without", f => f.Resource.Add(OtlpFields.ResourceProfiles.ScopeProfiles, new ProtoMessage())),
        Case(ProfRule.ProfileAttributeInRange, "beyond", f => f.Both.SetAll(OtlpFields.Profile.Attributes, 3)),
        Case(ProfRule.ProfileAttributeInRange, "negative", f => f.Both.SetAll(OtlpFields.Profile.Attributes, -1)),
        Case(ProfRule.ProfileAttributeKeyInRange, "beyond", f =>
        {
            f.Dictionary.Add(OtlpFields.Dictionary.Attributes, new ProtoMessage().Set(OtlpFields.Attribute.Key, 99));
            f.Both.SetAll(OtlpFields.Profile.Attributes, 3);
        }, ProfRule.AttributeKeyInRange),
        Case(ProfRule.ProfileAttributeKeyOnce, "the same twice", f => f.Both.SetAll(OtlpFields.Profile.Attributes, 2, 2)),
        Case(ProfRule.SampleTypeInRange, "beyond", f => Type(f, OtlpFields.Profile.SampleType).Set(OtlpFields.ValueType.Type, 99)),
        Case(ProfRule.SampleUnitInRange, "beyond", f => Type(f, OtlpFields.Profile.SampleType).Set(OtlpFields.ValueType.Unit, 99)),
        Case(ProfRule.PeriodTypeInRange, "beyond", f => Type(f, OtlpFields.Profile.PeriodType).Set(OtlpFields.ValueType.Type, 99)),
        Case(ProfRule.PeriodUnitInRange, "negative", f => Type(f, OtlpFields.Profile.PeriodType).Set(OtlpFields.ValueType.Unit, -1)),
        Case(ProfRule.StackInRange, "beyond", f => Sample(f).Set(OtlpFields.Sample.Stack, 2)),
        Case(ProfRule.StackInRange, "negative", f => Sample(f).Set(OtlpFields.Sample.Stack, -1)),
        Case(ProfRule.SampleAttributes, "beyond", f => Sample(f).SetAll(OtlpFields.Sample.Attributes, 1, 99)),
        Case(ProfRule.SampleAttributes, "the same twice", f => Sample(f).SetAll(OtlpFields.Sample.Attributes, 1, 1)),
        Case(ProfRule.LinkInRange, "beyond", f => Sample(f).Set(OtlpFields.Sample.Link, 2)),
        Case(ProfRule.TimesWithinProfile, "before", f => WholeOtlpFile.SampleOf(f.TimesOnly).SetTimes(OtlpFields.Sample.Times, WholeOtlpFile.Time - 1)),
        Case(ProfRule.TimesWithinProfile, "at its end", f => WholeOtlpFile.SampleOf(f.TimesOnly).SetTimes(OtlpFields.Sample.Times, WholeOtlpFile.Time + WholeOtlpFile.Duration)),
        Case(ProfRule.ValuesAsManyAsTimes, "more values", f => WholeOtlpFile.SampleOf(f.Both).SetAll(OtlpFields.Sample.Values, 1, 2, 3)),
        Case(ProfRule.OneValueWithoutTimes, "two", f => WholeOtlpFile.SampleOf(f.ValuesOnly).SetAll(OtlpFields.Sample.Values, 1, 2)),
        Case(ProfRule.ValueOrTime, "neither", f => f.AddProfile(new ProtoMessage())),
        Case(ProfRule.OneShape, "a time among values", f => WholeOtlpFile.AddSample(f.ValuesOnly, new ProtoMessage().SetTimes(OtlpFields.Sample.Times, WholeOtlpFile.Time))),
        Case(ProfRule.MappingZero, "not zero", f => f.Entry(OtlpFields.Dictionary.Mappings, 0).Set(OtlpFields.Mapping.Limit, 1)),
        Case(ProfRule.LocationZero, "an address", f => f.Entry(OtlpFields.Dictionary.Locations, 0).Set(OtlpFields.Location.Address, 1)),
        Case(ProfRule.LocationZero, "a line that says nothing", f => f.Entry(OtlpFields.Dictionary.Locations, 0).Add(OtlpFields.Location.Lines, new ProtoMessage())),
        Case(ProfRule.FunctionZero, "not zero", f => f.Entry(OtlpFields.Dictionary.Functions, 0).Set(OtlpFields.Function.StartLine, 1)),
        Case(ProfRule.LinkZero, "an id of zeros", f => f.Entry(OtlpFields.Dictionary.Links, 0).Set(OtlpFields.Link.Trace, new byte[16])),
        Case(ProfRule.StackZero, "not zero", f => f.Entry(OtlpFields.Dictionary.Stacks, 0).SetAll(OtlpFields.Stack.Locations, 1)),
        Case(ProfRule.StringZero, "not empty", f => f.Dictionary.ReplaceFirst(OtlpFields.Dictionary.Strings, new ProtoMessage().Set(1, 1))),
        Case(ProfRule.AttributeZero, "a key", f => f.Entry(OtlpFields.Dictionary.Attributes, 0).Set(OtlpFields.Attribute.Key, 7)),
        Case(ProfRule.AttributeZero, "a unit", f => f.Entry(OtlpFields.Dictionary.Attributes, 0).Set(OtlpFields.Attribute.Unit, 8)),
        Case(ProfRule.AttributeZero, "a value", f => f.Entry(OtlpFields.Dictionary.Attributes, 0).Add(OtlpFields.Attribute.Value, new ProtoMessage().Add(OtlpFields.AnyValue.Text, ""))),
        Case(ProfRule.MappingFileInRange, "beyond", f => f.Dictionary.Add(OtlpFields.Dictionary.Mappings, new ProtoMessage().Set(OtlpFields.Mapping.File, 99)), ProfRule.NoOrphans),
        Case(ProfRule.MappingAttributes, "beyond", f => f.Entry(OtlpFields.Dictionary.Mappings, 1).SetAll(OtlpFields.Mapping.Attributes, 99)),
        Case(ProfRule.MappingAttributes, "the same twice", f => f.Entry(OtlpFields.Dictionary.Mappings, 1).SetAll(OtlpFields.Mapping.Attributes, 1, 1)),
        Case(ProfRule.MappingStartBeforeLimit, "empty", f => f.Entry(OtlpFields.Dictionary.Mappings, 1).Set(OtlpFields.Mapping.Limit, 16)),
        Case(ProfRule.MappingStartBeforeLimit, "without an end", f => f.Entry(OtlpFields.Dictionary.Mappings, 1).Remove(OtlpFields.Mapping.Limit)),
        Case(ProfRule.LocationMappingInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Locations, 0).Set(OtlpFields.Location.Mapping, 99), ProfRule.LocationZero),
        Case(ProfRule.LocationAttributes, "beyond", f => f.Entry(OtlpFields.Dictionary.Locations, 1).SetAll(OtlpFields.Location.Attributes, 99)),
        Case(ProfRule.LocationAttributes, "the same twice", f => f.Entry(OtlpFields.Dictionary.Locations, 1).SetAll(OtlpFields.Location.Attributes, 1, 1)),
        Case(ProfRule.LineFunctionInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Locations, 1).Add(OtlpFields.Location.Lines, new ProtoMessage().Set(OtlpFields.Line.Function, 99))),
        Case(ProfRule.LineNotNegative, "negative", f => f.Line.Set(OtlpFields.Line.Number, -1)),
        Case(ProfRule.ColumnNotNegative, "negative", f => f.Line.Set(OtlpFields.Line.Column, -1)),
        Case(ProfRule.FunctionNameInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.Name, 99)),
        Case(ProfRule.FunctionSystemNameInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.SystemName, 99)),
        Case(ProfRule.FunctionFileInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.File, 99), ProfRule.NoOrphans),
        Case(ProfRule.StartLineNotNegative, "negative", f => f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.StartLine, -1)),
        Case(ProfRule.TraceIdLength, "15 bytes", f => f.Entry(OtlpFields.Dictionary.Links, 1).Set(OtlpFields.Link.Trace, new byte[15])),
        Case(ProfRule.SpanIdLength, "none", f => f.Entry(OtlpFields.Dictionary.Links, 1).Remove(OtlpFields.Link.Span)),
        Case(ProfRule.AttributeKeyInRange, "beyond", f => f.Dictionary.Add(OtlpFields.Dictionary.Attributes, new ProtoMessage().Set(OtlpFields.Attribute.Key, 99)), ProfRule.NoOrphans),
        Case(ProfRule.AttributeUnitInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Attributes, 2).Set(OtlpFields.Attribute.Unit, 99)),
        Case(ProfRule.StackLocationsInRange, "beyond", f => f.Entry(OtlpFields.Dictionary.Stacks, 1).SetAll(OtlpFields.Stack.Locations, 1, 2)),
        Case(ProfRule.MappingsOnce, "the same twice", f =>
        {
            f.Dictionary.Add(OtlpFields.Dictionary.Mappings, f.Entry(OtlpFields.Dictionary.Mappings, 1));
            f.Dictionary.Add(OtlpFields.Dictionary.Locations, new ProtoMessage().Set(OtlpFields.Location.Mapping, 2));
            f.Entry(OtlpFields.Dictionary.Stacks, 1).SetAll(OtlpFields.Stack.Locations, 1, 2);
        }),
        Case(ProfRule.StringsOnce, "the same twice", f =>
        {
            f.Dictionary.Add(OtlpFields.Dictionary.Strings, "Shop.dll");
            f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.SystemName, 10);
        }),
        Case(ProfRule.StringsOnce, "the empty one twice", f =>
        {
            f.Dictionary.Add(OtlpFields.Dictionary.Strings, "");
            f.Entry(OtlpFields.Dictionary.Functions, 1).Set(OtlpFields.Function.SystemName, 10);
        }),
        Case(ProfRule.NoOrphans, "mapping", f => f.Dictionary.Add(OtlpFields.Dictionary.Mappings, new ProtoMessage().Set(OtlpFields.Mapping.Offset, 1))),
        Case(ProfRule.NoOrphans, "location", f => f.Dictionary.Add(OtlpFields.Dictionary.Locations, new ProtoMessage().Set(OtlpFields.Location.Address, 1))),
        Case(ProfRule.NoOrphans, "function", f => f.Dictionary.Add(OtlpFields.Dictionary.Functions, new ProtoMessage().Set(OtlpFields.Function.StartLine, 1))),
        Case(ProfRule.NoOrphans, "link", f => f.Dictionary.Add(OtlpFields.Dictionary.Links, new ProtoMessage().Set(OtlpFields.Link.Trace, new byte[16]).Set(OtlpFields.Link.Span, new byte[8]))),
        Case(ProfRule.NoOrphans, "string", f => f.Dictionary.Add(OtlpFields.Dictionary.Strings, "nobody's")),
        Case(ProfRule.NoOrphans, "string of a value's index", f =>
        {
            f.Dictionary.Add(OtlpFields.Dictionary.Strings, "method");
            f.Entry(OtlpFields.Dictionary.Attributes, 2).Message(OtlpFields.Attribute.Value)!.Remove(OtlpFields.AnyValue.Text).Set(8, 10);
        }),
        Case(ProfRule.NoOrphans, "attribute", f => f.Dictionary.Add(OtlpFields.Dictionary.Attributes, new ProtoMessage().Set(OtlpFields.Attribute.Key, 7))),
        Case(ProfRule.NoOrphans, "stack", f => f.Dictionary.Add(OtlpFields.Dictionary.Stacks, new ProtoMessage().SetAll(OtlpFields.Stack.Locations, 1, 1))),
    ];

    public static TheoryData<string> Cases => [.. Hostile.Select(NameOf)];

    public static TheoryData<int> Tables => [.. Enumerable.Range(OtlpFields.Dictionary.Mappings, 7)];

    [Fact]
    public void Of_AFileInWhichEverythingOccurs_FindsNothing() => Assert.Empty(ProfCheck.Of(new WholeOtlpFile().File.Write()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_AFileThatBreaksOneRule_FindsThatRule(string name)
    {
        (ProfRule rule, _, Action<WholeOtlpFile> change, ProfRule[] also) = Hostile.Single(one => NameOf(one) == name);
        var file = new WholeOtlpFile();
        change(file);

        IReadOnlyList<ProfFault> faults = ProfCheck.Of(file.File.Write());

        ProfRule[] expected = [.. also.Append(rule).Order()];
        Assert.Equal(expected, faults.Select(fault => fault.Rule).Distinct().Order());
    }

    [Fact]
    public void Cases_ThereIsOneForEachRule() =>
        Assert.Equal(Enum.GetValues<ProfRule>().Where(rule => rule != ProfRule.Readable), Hostile.Select(one => one.Rule).Distinct().Order());

    [Theory]
    [MemberData(nameof(Tables))]
    public void Of_AFileWithoutATable_SaysSo(int table)
    {
        var file = new WholeOtlpFile();
        file.Dictionary.Remove(table);

        IReadOnlyList<ProfFault> faults = ProfCheck.Of(file.File.Write());

        ProfRule[] rules = [ProfRule.MappingZero, ProfRule.LocationZero, ProfRule.FunctionZero, ProfRule.LinkZero, ProfRule.StringZero, ProfRule.AttributeZero, ProfRule.StackZero];
        Assert.Contains(rules[table - 1], faults.Select(fault => fault.Rule));
    }

    [Fact]
    public void Of_AFileWithoutADictionary_SaysWhatIsMissing()
    {
        var file = new WholeOtlpFile();
        file.File.Remove(OtlpFields.ProfilesData.Dictionary);

        HashSet<ProfRule> found = [.. ProfCheck.Of(file.File.Write()).Select(fault => fault.Rule)];

        ProfRule[] rules = [ProfRule.MappingZero, ProfRule.LocationZero, ProfRule.FunctionZero, ProfRule.LinkZero, ProfRule.StringZero, ProfRule.AttributeZero, ProfRule.StackZero, ProfRule.StackInRange];
        Assert.Empty(rules.Except(found));
    }

    [Theory]
    [InlineData(new byte[0], ProfRule.HasResources)]
    [InlineData(new byte[] { 0xff }, ProfRule.Readable)]
    [InlineData(new byte[] { 10, 200 }, ProfRule.Readable)]
    [InlineData(new byte[] { 18, 3, 42, 1, 0xff }, ProfRule.Readable)] // a text that is not UTF-8
    internal void Of_WhatIsNoMessage_SaysSo(byte[] file, ProfRule rule) => Assert.Equal(rule, Assert.Single(ProfCheck.Of(file)).Rule);

    [Fact]
    public void Of_ADamagedFile_FindsSomethingOrNothingAndEnds()
    {
        byte[] whole = new WholeOtlpFile().File.Write();
        var random = new Random(26);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);

            Assert.NotNull(ProfCheck.Of(file.AsSpan(0, random.Next(2) == 0 ? file.Length : random.Next(file.Length))));
        }
    }

    private static string NameOf((ProfRule Rule, string Name, Action<WholeOtlpFile> Break, ProfRule[] Also) one) => $"{one.Rule}: {one.Name}";

    private static ProtoMessage Type(WholeOtlpFile file, int field) => file.Both.Message(field)!;

    private static ProtoMessage Sample(WholeOtlpFile file) => WholeOtlpFile.SampleOf(file.Both);

    /// <summary>A file that breaks a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="name">How.</param>
    /// <param name="change">What makes it so.</param>
    /// <param name="also">What such a file cannot but break as well.</param>
    private static (ProfRule Rule, string Name, Action<WholeOtlpFile> Break, ProfRule[] Also) Case(ProfRule rule, string name, Action<WholeOtlpFile> change, params ProfRule[] also) =>
        (rule, name, change, also);
}
