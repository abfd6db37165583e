using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Profiles;

namespace AsyncProf.KeptProfiles;

/// <summary>Adds up all roots and has a profile written from time to time.</summary>
internal sealed class ProfileKeeper : IPolledSink, ICutSink, IDisposable
{
    private const int MaximumQueued = 4;

    private readonly long _intervalTicks;
    private readonly Func<ProfileBuilder> _create;
    private readonly ProfilerEngine _engine;
    private readonly WriterThread<AsyncProfile> _writer;
    private ProfileBuilder _builder;
    private EngineCounts _from;

    /// <summary>Starts to keep profiles.</summary>
    /// <param name="directory">Where; it must exist.</param>
    /// <param name="interval">How much time one profile covers.</param>
    /// <param name="keep">How many stay.</param>
    /// <param name="create">Makes an empty builder.</param>
    /// <param name="engine">The engine, on whose thread it is polled.</param>
    public ProfileKeeper(string directory, TimeSpan interval, int keep, Func<ProfileBuilder> create, ProfilerEngine engine)
    {
        (_create, _engine) = (create, engine);
        _intervalTicks = (long)(interval.TotalSeconds * Stopwatch.Frequency);
        _builder = create();
        _writer = new WriterThread<AsyncProfile>("AsyncProf profiles", MaximumQueued, new KeptProfileFiles(directory, keep).Write);
    }

    /// <inheritdoc cref="WriterThread{T}.Unwritten"/>
    public long Unwritten => _writer.Unwritten;

    /// <inheritdoc cref="WriterThread{T}.Why"/>
    public string Why => _writer.Why;

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (!tree.IsScopeView)
            _builder.OnTree(tree);
    }

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

    public void Dispose() => _writer.Dispose();

    private void Close()
    {
        (ProfileBuilder builder, EngineCounts from) = (_builder, _from);
        Begin();
        _writer.Add(builder.Build(ProfilerEngine.Describe(from, _from)));
    }

    /// <summary>What is open is charged up to here, to the profile that ends.</summary>
    private void Begin()
    {
        _engine.Snapshot();
        (_builder, _from) = (_create(), _engine.Counts());
    }
}
