namespace AsyncProf.Events;

/// <summary>How an operation ended, as <see cref="AsyncEventKind.OperationEnd"/> says it.</summary>
internal enum OperationStatus : byte
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>It ran to completion.</summary>
    Completed = 1,

    /// <summary>It was cancelled. A cancellation is not an error.</summary>
    Canceled = 2,

    /// <summary>It ended with an exception.</summary>
    Error = 3,
}
