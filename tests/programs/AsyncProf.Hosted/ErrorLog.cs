using Microsoft.Extensions.Logging;

namespace AsyncProf.Hosted;

/// <summary>Writes what the profiler logs to the standard error, a line each.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("AsyncProf", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)}");

    public void Dispose()
    {
    }
}
