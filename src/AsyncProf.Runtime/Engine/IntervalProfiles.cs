using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Profiles;

namespace AsyncProf.Engine;

/// <summary>Adds up all roots, and hands over a profile of each interval: to be kept, or pushed.</summary>
internal sealed class IntervalProfiles : IPolledSink, ICutSink, IDisposable
{
    private readonly long _intervalTicks;
    private readonly Func<ProfileBuilder> _create;
    private readonly Func<EngineCounts> _snapshot;
    private readonly Action<AsyncProfile> _take;
    private readonly IDisposable? _owned;
    private ProfileBuilder _builder;
    private EngineCounts _from;

    /// <summary>Begins with the first poll.</summary>
    /// <param name="interval">How much time one profile covers.</param>
    /// <param name="create">Makes an empty builder.</param>
    /// <param name="snapshot">Charges what is open, and returns what the engine has counted. On its thread.</param>
    /// <param name="take">Takes a profile; must not wait.</param>
    /// <param name="owned">What ends with it.</param>
    public IntervalProfiles(TimeSpan interval, Func<ProfileBuilder> create, Func<EngineCounts> snapshot, Action<AsyncProfile> take, IDisposable? owned = null)
    {
        (_create, _snapshot, _take, _owned) = (create, snapshot, take, owned);
        _intervalTicks = (long)(interval.TotalSeconds * Stopwatch.Frequency);
        _builder = create();
    }

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (!tree.IsScopeView)
            _builder.OnTree(tree);
    }

    /// <inheritdoc/>
    public bool OnLate(int late, in ResourceUse use) => _builder.OnLate(late, use);

    /// <inheritdoc/>
    public void OnCut() => _builder.OnCut();

    /// <inheritdoc/>
    public void Poll(long now)
    {
        if (_from.Timestamp == 0)
            Begin(); // what went on before is charged, and belongs to no profile
        else if (now - _from.Timestamp >= _intervalTicks)
            Close();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_from.Timestamp != 0)
            Close();
    }

    public void Dispose() => _owned?.Dispose();

    private void Close()
    {
        (ProfileBuilder builder, EngineCounts from) = (_builder, _from);
        Begin();
        builder.Wanted &= _builder.Wanted; // of what the app has not measured all the time nothing is told
        _take(builder.Build(ProfilerEngine.Describe(from, _from, builder.Wanted)));
    }

    /// <summary>What is open is charged up to here, to the profile that ends; so it comes before the next one's builder.</summary>
    private void Begin()
    {
        EngineCounts now = _snapshot();
        (_builder, _from) = (_create(), now);
        _builder.Wanted = CaptureHub.Instance.Uses.Always;
    }
}
