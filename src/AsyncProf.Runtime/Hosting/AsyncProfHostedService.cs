using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsyncProf.Hosting;

/// <summary>Switches the profiler on when the app starts and off when it has stopped. A thin shim: the work is the engine's.</summary>
internal sealed partial class AsyncProfHostedService(IOptions<AsyncProfOptions> options, ILogger<AsyncProfHostedService> logger) : IHostedService, IDisposable
{
    private ProfilerSession? _session;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            LogDisabled(logger);
            return Task.CompletedTask;
        }

        _session = new ProfilerSession(options.Value, isHost: true);
        LogStarted(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => Interlocked.Exchange(ref _session, null)?.Dispose();
}
