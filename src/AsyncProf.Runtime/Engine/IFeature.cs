namespace AsyncProf.Engine;

/// <summary>A feature of the app's profiler, whatever its settings are.</summary>
internal interface IFeature
{
    /// <summary>Ends it after all that has happened so far.</summary>
    void Stop(ProfilerEngine engine);
}
