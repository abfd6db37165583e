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

    public ScopeSink(NameTable names, MethodTable methods, AwaitTable awaits, ushort scope, bool processWide, long start)
    {
        _scope = scope;
        _builder = new ProfileBuilder(names, methods, TickClock.Stopwatch, awaits: awaits) { Since = start };
        _processWide = processWide;
        _start = start;
    }

    public void OnTree(RootTree tree)
    {
        if (tree.IsScopeView ? !_processWide && tree.Scope == _scope : _processWide ? tree.To > _start : OpenScopes.Includes(_scope, tree.Scope))
            _builder.OnTree(tree);
    }

    public AsyncProfile Build(RecordingInfo recording) => _builder.Build(recording);
}
