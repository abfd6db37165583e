using AsyncProf.Profiles.Text;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Spans;

/// <summary>What spans say of methods: made once for each method, because nearly all spans are of the same few.</summary>
internal sealed class SpanNames(MethodTable methods, SpanRules rules)
{
    private SpanName?[] _names = [];

    public SpanName this[MethodId method] => method.Value < _names.Length && _names[method.Value] is { } known ? known : Make(method);

    private SpanName Make(MethodId method)
    {
        if (method.Value >= _names.Length)
            Array.Resize(ref _names, Math.Max(64, method.Value * 2));
        MethodName name = methods[method];
        string full = PlainText.Printable(name.FullName);
        return _names[method.Value] = new SpanName(rules.FullNames ? full : PlainText.Printable(name.ShortName), full, !rules.IncludeFramework && name.IsFramework);
    }
}
