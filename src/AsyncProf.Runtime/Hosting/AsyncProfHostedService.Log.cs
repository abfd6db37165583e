using Microsoft.Extensions.Logging;

namespace AsyncProf.Hosting;

/// <content>What the service logs: starts and stops, never an event.</content>
internal sealed partial class AsyncProfHostedService
{
    [LoggerMessage(1, LogLevel.Information, "AsyncProf is capturing async operations.")]
    private static partial void LogStarted(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "AsyncProf is registered and switched off by its option Enabled.")]
    private static partial void LogDisabled(ILogger logger);
}
