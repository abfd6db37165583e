namespace AsyncProf.Recording.Runtimes;

/// <summary>A runtime did not do what it was asked for.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">What is known about it.</param>
/// <param name="inner">What was thrown; null for an answer.</param>
internal sealed class RuntimeException(RuntimeFault fault, string message, Exception? inner = null) : IOException(message, inner)
{
    public RuntimeFault Fault { get; } = fault;
}
