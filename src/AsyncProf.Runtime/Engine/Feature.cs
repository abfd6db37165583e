using AsyncProf.Attribution;

namespace AsyncProf.Engine;

/// <summary>A feature of the app's profiler: a sink for charged roots, which is replaced when its own settings change, and only then.</summary>
/// <typeparam name="TSettings">The settings, compared by value.</typeparam>
/// <typeparam name="TSink">The sink.</typeparam>
internal sealed class Feature<TSettings, TSink> : IFeature
    where TSettings : class
    where TSink : class, ITreeSink
{
    private TSettings? _settings; // null while it is off
    private TSink? _sink;

    /// <summary>The sink. One that was stopped stays, so that what it has kept can still be read; null if there was none or it was switched off.</summary>
    public TSink? Sink => Volatile.Read(ref _sink);

    /// <summary>Starts it, switches it off, or replaces the sink, as the settings say.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="settings">The settings; null for off.</param>
    /// <param name="create">Makes a sink for them.</param>
    public void Set(ProfilerEngine engine, TSettings? settings, Func<TSettings, TSink> create)
    {
        if (settings is not null && settings.Equals(_settings))
            return; // a change of something else must forget nothing
        TSink? old = _settings is null ? null : _sink, sink = settings is null ? null : create(settings);
        _settings = settings;
        Volatile.Write(ref _sink, sink);
        Replace(engine, old, sink);
    }

    /// <summary>Has the sink do at once what it left for later. On the engine's thread only.</summary>
    public void Flush() => (_settings is null ? null : _sink as IPolledSink)?.Flush();

    /// <inheritdoc/>
    public void Stop(ProfilerEngine engine)
    {
        if (_settings is null)
            return;
        _settings = null;
        Replace(engine, _sink, null);
    }

    /// <summary>Replaces a sink between two roots, so that none is lost or seen by both.</summary>
    private static void Replace(ProfilerEngine engine, TSink? old, TSink? sink)
    {
        if (old is null)
        {
            if (sink is not null)
                engine.Trees.Add(sink);
            return;
        }

        engine.AfterNowAndWait(() =>
        {
            (old as IPolledSink)?.Flush(); // what is open is charged to it as well
            engine.Trees.Remove(old);
            if (sink is not null)
                engine.Trees.Add(sink);
        });
        (old as IDisposable)?.Dispose();
    }
}
