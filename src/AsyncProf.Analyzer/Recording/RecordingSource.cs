namespace AsyncProf.Recording;

/// <summary>Where the events of a recording come from.</summary>
internal enum RecordingSource
{
    /// <summary>Whichever suits: EventPipe to attach to a process, the agent to launch one, and for .NET 8.</summary>
    Auto,

    /// <summary>The runtime's own events. Nothing is loaded into the process.</summary>
    EventPipe,

    /// <summary>An agent that is loaded into the process: exact names, and the entries of all activities.</summary>
    Agent,
}
