using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Testing;

/// <summary>Awaits as a test wants them, and how often each was asked for.</summary>
internal sealed class ScriptedAwaits : IAwaitSource
{
    public Dictionary<int, int> Names { get; } = [];

    public Dictionary<int, AwaitInfo> Places { get; } = [];

    public Dictionary<(int Caller, int Callee), IReadOnlyList<MethodName>> PassedOn { get; } = [];

    public AwaitInfo? Silent { get; set; }

    public AwaitInfo? Task { get; set; }

    public Func<MethodName, AwaitInfo?> Call { get; set; } = static _ => null;

    public int Asked { get; private set; }

    public int PassedVersion { get; set; }

    public int NameOf(int place) => Names.GetValueOrDefault(place);

    public AwaitInfo? At(int place)
    {
        Asked++;
        return Places.GetValueOrDefault(place);
    }

    public AwaitInfo? Untold(int nameId, MethodName method)
    {
        Asked++;
        return Silent;
    }

    public AwaitInfo? OnTask(int nameId, MethodName method)
    {
        Asked++;
        return Task;
    }

    public AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited)
    {
        Asked++;
        return Call(awaited);
    }

    public IReadOnlyList<MethodName>? Passed(int caller, int callee)
    {
        Asked++;
        return PassedOn.GetValueOrDefault((caller, callee));
    }

    public (string File, int Line) BeginOf(MethodName method) => (method.Name + ".cs", 1);

    public string LinkOf(MethodName method) => "";
}
