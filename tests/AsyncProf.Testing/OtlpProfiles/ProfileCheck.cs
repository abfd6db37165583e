namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>The rules of one profile and its samples.</summary>
internal sealed class ProfileCheck(ProtoMessage profile, CheckedTables tables, ProfFaults faults)
{
    private (bool Values, bool Times)? _shape;

    public void Run()
    {
        faults.Attributes(
            profile.Numbers(OtlpFields.Profile.Attributes), tables, "profile", ProfRule.ProfileAttributeInRange, ProfRule.ProfileAttributeKeyInRange, ProfRule.ProfileAttributeKeyOnce);
        Type(OtlpFields.Profile.SampleType, ProfRule.SampleTypeInRange, ProfRule.SampleUnitInRange);
        Type(OtlpFields.Profile.PeriodType, ProfRule.PeriodTypeInRange, ProfRule.PeriodUnitInRange);
        foreach (ProtoMessage sample in profile.Messages(OtlpFields.Profile.Samples))
            Sample(sample);
    }

    private void Type(int field, ProfRule name, ProfRule unit)
    {
        ProtoMessage type = profile.Message(field) ?? new ProtoMessage();
        faults.InRange(name, type.Index(OtlpFields.ValueType.Type), tables.Strings.Count, "type");
        faults.InRange(unit, type.Index(OtlpFields.ValueType.Unit), tables.Strings.Count, "unit");
    }

    private void Sample(ProtoMessage sample)
    {
        faults.InRange(ProfRule.StackInRange, sample.Index(OtlpFields.Sample.Stack), tables.Stacks.Count, "stack of a sample");
        faults.Attributes(sample.Numbers(OtlpFields.Sample.Attributes), tables, "sample", ProfRule.SampleAttributes);
        faults.InRange(ProfRule.LinkInRange, sample.Index(OtlpFields.Sample.Link), tables.Links.Count, "link of a sample");
        List<ulong> times = sample.Times(OtlpFields.Sample.Times);
        ulong from = profile.Times(OtlpFields.Profile.Time).LastOrDefault(), to = from + (ulong)profile.Number(OtlpFields.Profile.Duration);
        foreach (ulong time in times.Where(time => time < from || time >= to))
            faults.Add(ProfRule.TimesWithinProfile, FormattableString.Invariant($"time {time} is not in {from} to {to}"));
        Shape(sample.Numbers(OtlpFields.Sample.Values).Count, times.Count);
    }

    private void Shape(int values, int times)
    {
        if (values > 0 && times > 0 && values != times)
            faults.Add(ProfRule.ValuesAsManyAsTimes, FormattableString.Invariant($"{values} values, {times} times"));
        if (values > 1 && times == 0)
            faults.Add(ProfRule.OneValueWithoutTimes, FormattableString.Invariant($"{values} values"));
        if (values == 0 && times == 0)
            faults.Add(ProfRule.ValueOrTime, "a sample has neither");
        (bool, bool) shape = (values > 0, times > 0);
        _shape ??= shape;
        if (shape != _shape)
            faults.Add(ProfRule.OneShape, "samples of one profile differ in whether they have values and times");
    }
}
