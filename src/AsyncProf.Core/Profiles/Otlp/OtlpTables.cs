using System.Buffers.Binary;
using System.Text;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Profiles.Otlp;

/// <summary>The dictionary of a message: what its profiles have in common, each entry once and none that nothing refers to.</summary>
internal sealed class OtlpTables
{
    private const int TraceIdLength = 16, SpanIdLength = 8;

    private readonly OtlpTable<(int File, int Module)> _mappings = new(1, default);
    private readonly OtlpTable<(int Mapping, int Function, int Line)> _locations = new(2, default);
    private readonly OtlpTable<(int Name, int SystemName, int File, int Line)> _functions = new(3, default);
    private readonly OtlpTable<SpanLink> _links = new(4, default);
    private readonly OtlpTable<string> _strings = new(5, "");
    private readonly OtlpTable<(int Key, object Value, int Unit)> _attributes = new(6, (0, "", 0));
    private readonly OtlpTable<int> _stacks = new(7, 0);
    private readonly ProtoWriter _entry = new();
    private readonly ProtoWriter _inner = new();

    /// <summary>The place of a text.</summary>
    public int Text(string text)
    {
        if (_strings.TryFind(text, out int place))
            return place;
        string whole = Whole(text);
        return ReferenceEquals(whole, text) || !_strings.TryFind(whole, out place) ? _strings.Add(whole, whole) : place;
    }

    /// <summary>The place of an attribute.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">A text, a whole or a floating-point number, or a flag.</param>
    /// <param name="unit">Its unit, as UCUM has it; empty for none.</param>
    public int Attribute(string key, object value, string unit = "")
    {
        (int Key, object Value, int Unit) attribute = (Text(key), value is string text ? Whole(text) : value, Text(unit));
        if (_attributes.TryFind(attribute, out int place))
            return place;
        _inner.Clear();
        OtlpValue.Write(_inner, attribute.Value);
        _entry.Clear();
        _entry.Number(1, attribute.Key);
        _entry.Message(2, _inner);
        _entry.Number(3, attribute.Unit);
        return _attributes.Add(attribute, _entry);
    }

    /// <summary>The place of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="line">The line at which it awaits the one below it; 0 where that is not known.</param>
    public int Location(Frame frame, int line)
    {
        (int Mapping, int Function, int Line) location = (Mapping(frame), Function(frame), line);
        if (_locations.TryFind(location, out int place))
            return place;
        _inner.Clear();
        _inner.Number(1, location.Function);
        _inner.Number(2, location.Line);
        _entry.Clear();
        _entry.Number(1, location.Mapping);
        _entry.Message(3, _inner);
        return _locations.Add(location, _entry);
    }

    /// <summary>The place of a stack, if it is there.</summary>
    /// <param name="node">What tells it from others; 0 for the empty one.</param>
    /// <param name="place">Its place.</param>
    public bool TryStack(int node, out int place) => _stacks.TryFind(node, out place);

    /// <summary>Adds a stack that is not there.</summary>
    /// <param name="node">What tells it from others.</param>
    /// <param name="locations">Its locations, the innermost first.</param>
    /// <returns>Its place.</returns>
    public int AddStack(int node, ReadOnlySpan<long> locations)
    {
        _entry.Clear();
        _entry.Packed(1, locations);
        return _stacks.Add(node, _entry);
    }

    /// <summary>The place of a request's span.</summary>
    public int Link(SpanLink link)
    {
        if (link.IsNone)
            return 0;
        if (_links.TryFind(link, out int place))
            return place;
        Span<byte> trace = stackalloc byte[TraceIdLength], span = stackalloc byte[SpanIdLength];
        BinaryPrimitives.WriteUInt128BigEndian(trace, link.Trace);
        BinaryPrimitives.WriteUInt64BigEndian(span, link.Span);
        _entry.Clear();
        _entry.Bytes(1, trace);
        _entry.Bytes(2, span);
        return _links.Add(link, _entry);
    }

    public void WriteTo(ProtoWriter dictionary)
    {
        _mappings.WriteTo(dictionary);
        _locations.WriteTo(dictionary);
        _functions.WriteTo(dictionary);
        _links.WriteTo(dictionary);
        _strings.WriteTo(dictionary);
        _attributes.WriteTo(dictionary);
        _stacks.WriteTo(dictionary);
    }

    /// <summary>An assembly. Its module's version id is an attribute: build ids as OpenTelemetry has them are those of native code.</summary>
    private int Mapping(Frame frame)
    {
        if (frame.Assembly.Length == 0)
            return 0;
        (int File, int Module) mapping = (Text(frame.Assembly), frame.Module == default ? 0 : Attribute(OtlpNames.Module, frame.Module.ToString("N")));
        if (_mappings.TryFind(mapping, out int place))
            return place;
        _entry.Clear();
        _entry.Number(4, mapping.File);
        if (mapping.Module > 0)
            _entry.Packed(5, [mapping.Module]);
        return _mappings.Add(mapping, _entry);
    }

    private int Function(Frame frame)
    {
        (int Name, int SystemName, int File, int Line) function =
            (Text(NameText.Display(frame)), Text(frame.Kind == FrameKind.Leaf ? frame.Target : frame.Name), Text(frame.File), frame.Line);
        if (_functions.TryFind(function, out int place))
            return place;
        _entry.Clear();
        _entry.Number(1, function.Name);
        _entry.Number(2, function.SystemName);
        _entry.Number(3, function.File);
        _entry.Number(4, function.Line);
        return _functions.Add(function, _entry);
    }

    /// <summary>A text as a file can hold it: half a surrogate becomes the sign for what cannot be told, so that two texts that a file cannot tell apart are one.</summary>
    private static string Whole(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return text;
        string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return whole == text ? text : whole;
    }
}
