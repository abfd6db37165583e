using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Logging that is on and writes nowhere: enough for ASP.NET Core to make an activity for each request.</summary>
internal sealed class SilentLoggerProvider : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }

    public void Dispose()
    {
    }
}
