using Microsoft.Extensions.Logging;

namespace AsyncProf.Hosting;

/// <content>What the service logs: starts, stops and warnings, never an event.</content>
internal sealed partial class AsyncProfHostedService
{
    [LoggerMessage(1, LogLevel.Information, "AsyncProf is capturing async operations; it tells methods by {NamesBy}, and gets events by {EventsBy}.")]
    private static partial void LogStarted(ILogger logger, string namesBy, string eventsBy);

    [LoggerMessage(2, LogLevel.Information, "AsyncProf is registered and captures nothing. {Why}")]
    private static partial void LogOff(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Information, "AsyncProf has stopped capturing. {Why}")]
    private static partial void LogStopped(ILogger logger, string why);

    [LoggerMessage(4, LogLevel.Warning, "AsyncProf keeps its options, because the new ones are not valid. {Errors}")]
    private static partial void LogRefused(ILogger logger, string errors);

    [LoggerMessage(5, LogLevel.Warning, "AsyncProf captures nothing. {Why}")]
    private static partial void LogUnsupported(ILogger logger, string why);

    [LoggerMessage(6, LogLevel.Warning, "AsyncProf runs on .NET {Version}; its events were last checked on .NET {Proven}, so look for a newer AsyncProf.")]
    private static partial void LogNewer(ILogger logger, int version, int proven);

    [LoggerMessage(7, LogLevel.Warning, "AsyncProf lost {Lost} events in the last seconds, {InAll} in all: raise MaximumBufferBytes, or profile fewer things at once.")]
    private static partial void LogLost(ILogger logger, long lost, long inAll);

    [LoggerMessage(8, LogLevel.Warning, "AsyncProf gave up {Count} async operations that have not ended, because there were too many.")]
    private static partial void LogGivenUp(ILogger logger, long count);

    [LoggerMessage(9, LogLevel.Warning, "AsyncProf failed {Count} times at its own work; the app is not affected. Please report it.")]
    private static partial void LogFaults(ILogger logger, long count);

    [LoggerMessage(11, LogLevel.Warning, "AsyncProf cannot tell edges exactly, as the option ExactEdges asks; it tells them by {EdgesBy}.")]
    private static partial void LogNoEdges(ILogger logger, string edgesBy);

    [LoggerMessage(12, LogLevel.Warning, "AsyncProf cannot receive events directly, as the option Capture asks; it gets them by {EventsBy}, which costs more.")]
    private static partial void LogNotDirect(ILogger logger, string eventsBy);

    [LoggerMessage(10, LogLevel.Warning, "AsyncProf could not write {Count} slow requests or profiles. {Why}")]
    private static partial void LogUnwritten(ILogger logger, long count, string why);

    [LoggerMessage(13, LogLevel.Warning, "AsyncProf lost profiles that were to be pushed: {Refused} were refused, {Dropped} dropped. {Why}")]
    private static partial void LogUnpushed(ILogger logger, long refused, long dropped, string why);

    [LoggerMessage(15, LogLevel.Information, "AsyncProf has written a deep window of {Seconds:0.0} s with {Requests} requests to {File}. It was opened by {Reason}.")]
    private static partial void LogWindow(ILogger logger, double seconds, int requests, string file, string reason);

    [LoggerMessage(16, LogLevel.Warning, "AsyncProf could not write a deep window of {Seconds:0.0} s, which was opened by {Reason}.")]
    private static partial void LogUnwrittenWindow(ILogger logger, double seconds, string reason);

    [LoggerMessage(14, LogLevel.Warning, "AsyncProf could not push a profile yet, and tries again. {Why}")]
    private static partial void LogNotYetPushed(ILogger logger, string why);
}
