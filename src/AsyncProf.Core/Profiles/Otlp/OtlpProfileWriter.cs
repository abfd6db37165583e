using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles.Otlp;

/// <summary>
/// Writes a profile as <c>ProfilesData</c>: for each sample type of our pprof files a profile of its own whose samples have one value, and one dictionary for all of them. Types of which no sample
/// has a value are left out, except <c>elapsed</c>: there is always a profile.
/// </summary>
internal sealed class OtlpProfileWriter
{
    /// <summary>Nanoseconds of 64 bits end in 2262.</summary>
    private const long LatestTicks = long.MaxValue / 100;

    private readonly OtlpTables _tables = new();
    private readonly ProtoWriter _message = new();
    private readonly ProtoWriter _inner = new();
    private readonly AsyncProfile _profile;
    private readonly OtlpProfileOptions _options;

    private OtlpProfileWriter(AsyncProfile profile, OtlpProfileOptions options) => (_profile, _options) = (profile, options);

    /// <summary>The message.</summary>
    public static ReadOnlySpan<byte> Write(AsyncProfile profile, OtlpProfileOptions options)
    {
        var writer = new OtlpProfileWriter(profile, options);
        var file = new ProtoWriter();
        file.Message(1, writer.Resource());
        var dictionary = new ProtoWriter();
        writer._tables.WriteTo(dictionary);
        file.Message(2, dictionary);
        return file.Written;
    }

    private ProtoWriter Resource()
    {
        var attributes = new ProtoWriter();
        foreach ((string key, object value) in OtlpProfileResource.Of(_profile.Recording, _options.Resource))
        {
            _inner.Clear();
            OtlpValue.Write(_inner, value);
            _message.Clear();
            _message.Text(1, key);
            _message.Message(2, _inner);
            attributes.Message(1, _message);
        }

        var resource = new ProtoWriter();
        resource.Message(1, attributes);
        resource.Message(2, Scope());
        return resource;
    }

    private ProtoWriter Scope()
    {
        var scope = new ProtoWriter();
        _message.Clear();
        _message.Text(1, OtlpNames.Scope);
        _message.Text(2, OtlpProfileResource.Version);
        scope.Message(1, _message);
        IReadOnlyList<PprofMeasure> measures = PprofMeasures.Of(_profile.Recording);
        var samples = new OtlpSamples(_profile.Data, measures, _tables, _options.FoldsLabels);
        long[] facts = Facts();
        PprofMeasure shown = measures[^1]; // viewers show the first
        Write(scope, shown, samples, facts);
        foreach (PprofMeasure measure in measures)
        {
            if (measure != shown && samples.Have(measure))
                Write(scope, measure, samples, facts);
        }

        return scope;
    }

    private void Write(ProtoWriter scope, PprofMeasure measure, OtlpSamples samples, long[] facts)
    {
        RecordingInfo recording = _profile.Recording;
        _message.Clear();
        Type(1, measure.Name, measure.Unit);
        samples.WriteTo(_message, measure);
        if (recording.StartUtc != default)
            _message.Fixed64(3, Math.Clamp((recording.StartUtc - DateTime.UnixEpoch).Ticks, 0, LatestTicks) * 100);
        _message.Number(4, recording.DurationNs);
        Type(5, OtlpNames.PeriodType, PprofNames.Nanoseconds);
        _message.Number(6, OtlpNames.Period);
        if (facts.Length > 0)
            _message.Packed(11, facts);
        scope.Message(2, _message);
    }

    private void Type(int field, string name, string unit)
    {
        _inner.Clear();
        _inner.Number(1, _tables.Text(name));
        _inner.Number(2, _tables.Text(unit));
        _message.Message(field, _inner);
    }

    /// <summary>What the recording says of itself and of how far it can be trusted, as attributes of each profile; what is zero or empty is left out.</summary>
    private long[] Facts() =>
    [
        .. from field in RecordingFields.All
           let value = field.Get(_profile.Recording)
           where value is not (0L or 0.0 or false or "")
           select (long)_tables.Attribute(OtlpNames.RecordingPrefix + field.Name, value),
    ];
}
