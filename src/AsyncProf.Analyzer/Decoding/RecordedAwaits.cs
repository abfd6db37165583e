using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding;

/// <summary>The awaits of a recording: as its process told them or, where it was not asked, as the modules on this disk have them.</summary>
internal sealed class RecordedAwaits(ToldAwaits told, CodeAwaits code, Func<bool> isForeign) : IAwaitSource
{
    private IAwaitSource Source => isForeign() ? code : told;

    public int PassedVersion => Source.PassedVersion;

    public IReadOnlyList<MethodName>? Passed(int caller, int callee) => Source.Passed(caller, callee);

    public int NameOf(int place) => Source.NameOf(place);

    public AwaitInfo? At(int place) => Source.At(place);

    public AwaitInfo? Untold(int nameId, MethodName method) => Source.Untold(nameId, method);

    public AwaitInfo? OnTask(int nameId, MethodName method) => Source.OnTask(nameId, method);

    public AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited) => Source.OnCall(nameId, method, awaited);

    public (string File, int Line) BeginOf(MethodName method) => Source.BeginOf(method);

    public string LinkOf(MethodName method) => Source.LinkOf(method);
}
