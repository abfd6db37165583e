using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Profiles;

namespace AsyncProf.Triggers;

/// <summary>A window that is open: everything is captured, and what ends in it is added up. The engine's thread only.</summary>
internal sealed class DeepWindow
{
    private readonly TriggerInfo _trigger;
    private readonly WindowTools _tools;
    private readonly IDisposable _deep;
    private readonly EngineCounts _from;
    private readonly ProfileBuilder _builder;

    /// <summary>Opens it.</summary>
    /// <param name="trigger">What opens it.</param>
    /// <param name="tools">What it is made with.</param>
    public DeepWindow(TriggerInfo trigger, WindowTools tools)
    {
        (_trigger, _tools) = (trigger, tools);
        _deep = tools.Deepen();
        try
        {
            _from = tools.Snapshot(); // what went on before is charged, and belongs to no window
            _builder = tools.Create();
        }
        catch
        {
            _deep.Dispose();
            throw;
        }
    }

    public void Add(RootTree tree) => _builder.OnTree(tree);

    public bool OnLate(int late, in ResourceUse use) => _builder.OnLate(late, use);

    public void OnCut() => _builder.OnCut();

    /// <summary>Ends it.</summary>
    /// <param name="requests">How many requests ended in it.</param>
    public WindowEnd Close(int requests)
    {
        try
        {
            EngineCounts to = _tools.Snapshot(); // what is open is charged to it up to here
            return new WindowEnd(_builder.Build(ProfilerEngine.Describe(_from, to, DeepCapture.Measured, hasWaits: true) with { Trigger = _trigger }), requests);
        }
        finally
        {
            _deep.Dispose();
        }
    }
}
