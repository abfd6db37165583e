using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles.Otlp;

/// <summary>The samples of a profile: what is charged to one stack with one set of attributes and one link is one sample, in the order in which they came.</summary>
internal sealed class OtlpSamples
{
    private readonly Dictionary<(int Stack, int Attributes, int Link), int> _places = [];
    private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);
    private readonly List<long[]> _attributes = [];
    private readonly List<(int Stack, int Attributes, int Link, Measures Sums)> _samples = [];

    /// <summary>Reads all samples that have a value.</summary>
    /// <param name="data">The profile.</param>
    /// <param name="measures">Its sample types.</param>
    /// <param name="tables">The dictionary that they refer to.</param>
    /// <param name="foldsLabels">Whether they have no attributes.</param>
    public OtlpSamples(ProfileData data, IReadOnlyList<PprofMeasure> measures, OtlpTables tables, bool foldsLabels)
    {
        var stacks = new OtlpStacks(data, tables);
        var labels = new SampleLabels(data);
        foreach (StackCharge charge in data.Samples)
        {
            if (measures.Any(measure => measure.Of(charge.Sums) != 0))
                Add(stacks.Of(charge.Stack), SetOf(foldsLabels ? [] : labels.Of(charge, withSpan: false), tables), tables.Link(data.LinkOf(charge.Tags)), charge.Sums);
        }
    }

    /// <summary>Writes those that have a value of one type.</summary>
    /// <param name="measure">The type.</param>
    /// <param name="profile">The message <c>Profile</c>.</param>
    public void WriteTo(ProtoWriter profile, PprofMeasure measure)
    {
        var sample = new ProtoWriter();
        foreach ((int stack, int attributes, int link, Measures sums) in _samples)
        {
            if (measure.Of(sums) is not (var value and not 0))
                continue;
            sample.Clear();
            sample.Number(1, stack);
            if (_attributes[attributes].Length > 0)
                sample.Packed(2, _attributes[attributes]);
            sample.Number(3, link);
            sample.Packed(4, [value]);
            profile.Message(2, sample);
        }
    }

    /// <summary>Whether any has a value of a type.</summary>
    public bool Have(PprofMeasure measure) => _samples.Exists(sample => measure.Of(sample.Sums) != 0);

    private void Add(int stack, int attributes, int link, in Measures sums)
    {
        if (_places.TryGetValue((stack, attributes, link), out int place))
        {
            _samples[place] = (stack, attributes, link, _samples[place].Sums + sums);
            return;
        }

        _places.Add((stack, attributes, link), _samples.Count);
        _samples.Add((stack, attributes, link, sums));
    }

    /// <summary>The number of a set of attributes.</summary>
    private int SetOf(IReadOnlyList<SampleLabel> labels, OtlpTables tables)
    {
        long[] set = [.. labels.Select(label => (long)tables.Attribute(label.Key, label.Text ?? (object)label.Number, OtlpNames.UnitOf(label.Unit)))];
        string key = string.Join(' ', set);
        if (!_sets.TryGetValue(key, out int place))
        {
            _sets.Add(key, place = _attributes.Count);
            _attributes.Add(set);
        }

        return place;
    }
}
