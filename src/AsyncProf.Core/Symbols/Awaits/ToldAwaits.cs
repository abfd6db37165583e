using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>Awaits as the recorded process has told them. Bounded by what a process can have.</summary>
internal sealed class ToldAwaits : IAwaitSource
{
    private const int MostPlaces = 1 << 20;

    /// <summary>A record without its texts, in bytes, and a method in it.</summary>
    private const long RecordBytes = 240, MethodBytes = 300;

    private readonly Dictionary<int, PlaceRecord> _places = [];
    private readonly Dictionary<int, CodeRecord> _codes = [];
    private readonly Dictionary<MethodName, CodeRecord> _methods = [];

    private readonly Dictionary<(int Caller, int Callee), IReadOnlyList<MethodName>> _passed = [];

    /// <summary>About what has been told so far, in bytes.</summary>
    public long KeptBytes { get; private set; }

    public int PassedVersion { get; private set; }

    public void Tell(int caller, int callee, IReadOnlyList<MethodName> between)
    {
        if (_passed.Count >= MostPlaces)
            return;
        KeptBytes += RecordBytes + between.Sum(method => MethodBytes + (2L * method.Name.Length));
        _passed[(caller, callee)] = between;
        PassedVersion++;
    }

    public IReadOnlyList<MethodName>? Passed(int caller, int callee) => _passed.GetValueOrDefault((caller, callee)) is { Count: > 0 } between ? between : null;

    public void Tell(in PlaceRecord place)
    {
        if (place.Place is not (> 0 and < MostPlaces))
            return;
        if (_places.TryAdd(place.Place, place))
            KeptBytes += RecordBytes + TextOf(place.Await);
        else
            _places[place.Place] = place;
    }

    public void Tell(in CodeRecord code, MethodName method)
    {
        if (_codes.Count >= MostPlaces)
            return;
        KeptBytes += RecordBytes + (2L * (code.File.Length + (code.Link?.Length ?? 0))) + TextOf(code.Untold) + TextOf(code.OnTask);
        _codes[code.NameId] = code;
        _methods[method] = code;
    }

    private static long TextOf(AwaitInfo? await) => await is null ? 0 : 2L * (await.On.Length + await.File.Length);

    public int NameOf(int place) => _places.TryGetValue(place, out PlaceRecord told) ? told.NameId : 0;

    public AwaitInfo? At(int place) => _places.TryGetValue(place, out PlaceRecord told) ? told.Await : null;

    public AwaitInfo? Untold(int nameId, MethodName method) => _codes.TryGetValue(nameId, out CodeRecord code) ? code.Untold : null;

    public AwaitInfo? OnTask(int nameId, MethodName method) => _codes.TryGetValue(nameId, out CodeRecord code) ? code.OnTask : null;

    public AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited) => null; // the place of each such await is told

    public (string File, int Line) BeginOf(MethodName method) => _methods.TryGetValue(method, out CodeRecord code) ? (code.File, code.Line) : ("", 0);

    public string LinkOf(MethodName method) => _methods.TryGetValue(method, out CodeRecord code) ? code.Link ?? "" : "";
}
