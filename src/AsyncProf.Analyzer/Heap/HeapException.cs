namespace AsyncProf.Heap;

/// <summary>The heap of a process or a core file cannot be read. The message is one sentence that says why, and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What went wrong.</param>
internal sealed class HeapException(string message, Exception? inner = null) : Exception(message, inner);
