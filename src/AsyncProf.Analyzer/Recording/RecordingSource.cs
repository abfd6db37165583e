namespace AsyncProf.Recording;

/// <summary>Who tells what the tasks of a process do.</summary>
internal enum RecordingSource
{
    /// <summary>Whichever suits: EventPipe for a process that runs, the agent for one that is launched, and for .NET 8.</summary>
    Auto,

    /// <summary>The runtime itself. Nothing is loaded into the process.</summary>
    EventPipe,

    /// <summary>An agent that is loaded into the process: exact names, and the entries of all activities.</summary>
    Agent,
}
