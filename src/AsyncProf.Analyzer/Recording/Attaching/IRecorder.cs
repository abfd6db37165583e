namespace AsyncProf.Recording;

/// <summary>What writes a recording that has begun.</summary>
internal interface IRecorder : IDisposable
{
    /// <summary>The event source: <see cref="RecordingSource.EventPipe"/> or <see cref="RecordingSource.Agent"/>.</summary>
    RecordingSource Source { get; }

    /// <summary>How much has been written, in bytes.</summary>
    long Bytes { get; }

    /// <summary>The agent's latest counts; null without an agent.</summary>
    RecordingProgress? Progress { get; }

    /// <summary>How the agent tells edges now; null without an agent, or from one that knows of no exact ones.</summary>
    int? Edges { get; }

    /// <summary>How the agent receives events, in words; null until it has said hello.</summary>
    string? EventsBy { get; }

    /// <summary>Ends when the agent has said hello; never without one.</summary>
    Task Hello { get; }

    /// <summary>Ends when the stream does: the process has ended, or <see cref="StopAsync"/> was called. Fails if the file cannot be written.</summary>
    Task Completion { get; }

    /// <summary>Whether the stream came to its end, after which nothing is missing.</summary>
    bool IsWhole { get; }

    /// <summary>Writes the recording to a file while it goes on.</summary>
    /// <param name="file">Where it goes; it stays open.</param>
    void Write(Stream file);

    /// <summary>Ends the recording and waits until all of it is written.</summary>
    Task StopAsync();
}
