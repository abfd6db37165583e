using AsyncProf.Engine;

namespace AsyncProf.Hosting;

/// <summary>A user of the app's profiler: the hosted service, or a tracer provider. Disposing it ends the use.</summary>
/// <param name="options">What it wants.</param>
/// <param name="isHost">Whether it is the hosted service, whose options win.</param>
/// <param name="close">Ends it.</param>
internal sealed class ProfilerClient(AsyncProfOptions options, bool isHost, Action<ProfilerClient> close) : IDisposable
{
    public AsyncProfOptions Options { get; set; } = options;

    public bool IsHost { get; } = isHost;

    /// <summary>Its hold on the engine; null while it has none.</summary>
    public EngineLease? Lease { get; set; }

    public void Dispose() => close(this);
}
