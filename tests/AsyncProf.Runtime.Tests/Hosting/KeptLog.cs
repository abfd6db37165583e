using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Hosting;

/// <summary>A logger that keeps what AsyncProf says.</summary>
public sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category.StartsWith("AsyncProf", StringComparison.Ordinal))
                log._lines.Enqueue(formatter(state, exception));
        }
    }
}
