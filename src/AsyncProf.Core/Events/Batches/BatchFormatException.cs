namespace AsyncProf.Events.Batches;

/// <summary>A batch of events is damaged, or of a version that this build does not read.</summary>
internal sealed class BatchFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public BatchFormatException(string message)
        : base(message)
    {
    }
}
