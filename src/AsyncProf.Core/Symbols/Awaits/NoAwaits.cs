using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>Nothing is known of any await.</summary>
internal sealed class NoAwaits : IAwaitSource
{
    public int PassedVersion => 0;

    public IReadOnlyList<MethodName>? Passed(int caller, int callee) => null;

    public int NameOf(int place) => 0;

    public AwaitInfo? At(int place) => null;

    public AwaitInfo? Untold(int nameId, MethodName method) => null;

    public AwaitInfo? OnTask(int nameId, MethodName method) => null;

    public AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited) => null;

    public (string File, int Line) BeginOf(MethodName method) => ("", 0);

    public string LinkOf(MethodName method) => "";
}
