using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Scopes;

/// <summary>Adds up the roots that one scope sees.</summary>
internal sealed class ScopeSink : ITreeSink
{
    private readonly ProfileBuilder _builder;
    private readonly bool _processWide;
    private readonly ushort _scope;
    private readonly long _start;

    public ScopeSink(NameTable names, MethodTable methods, AwaitTable awaits, ushort scope, bool processWide, MeasuredUse wanted, long start)
    {
        _scope = scope;
        _builder = new ProfileBuilder(names, methods, TickClock.Stopwatch, awaits: awaits) { Since = start, Wanted = wanted };
        _processWide = processWide;
        _start = start;
    }

    public void OnTree(RootTree tree)
    {
        if (IsSeen(tree))
            _builder.OnTree(tree);
    }

    public bool OnLate(int late, in ResourceUse use) => _builder.OnLate(late, use);

    /// <summary>A scope of the whole process sees what began before it since it began, as a look of its own.</summary>
    private bool IsSeen(RootTree tree) => tree switch
    {
        { Window: not 0 } => tree.Window == _scope,
        { IsScopeView: true } => !_processWide && tree.Scope == _scope,
        _ => _processWide ? tree.From >= _start : OpenScopes.Includes(_scope, tree.Scope),
    };

    public AsyncProfile Build(RecordingInfo recording) => _builder.Build(recording);
}
