namespace AsyncProf;

/// <summary>How the events of the Task Parallel Library are received.</summary>
public enum CaptureMode
{
    /// <summary>Directly where that is proved to work in this process, by a listener elsewhere.</summary>
    Auto,

    /// <summary>By an <see cref="System.Diagnostics.Tracing.EventListener"/>: by documented means only, at two to four times the cost and ten times the garbage.</summary>
    Listener,

    /// <summary>
    /// Directly, past the dispatch to listeners, through internal members of the runtime that are checked and tried before. Where that fails, by a listener all the same, with a warning.
    /// </summary>
    Direct,
}
