namespace AsyncProf.Recording;

/// <summary>A process cannot be recorded, or not any more. The message is one sentence that says why, and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What went wrong.</param>
internal sealed class RecordingException(string message, Exception? inner = null) : Exception(message, inner);
