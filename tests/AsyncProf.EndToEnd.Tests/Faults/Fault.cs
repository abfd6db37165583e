namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>What is wrong with the place that spans are sent to.</summary>
public enum Fault
{
    /// <summary>Nobody listens.</summary>
    Absent,

    /// <summary>It takes the request and does not answer.</summary>
    Slow,

    /// <summary>It answers 500.</summary>
    ServerError,

    /// <summary>It answers 429.</summary>
    TooManyRequests,

    /// <summary>It closes the connection before it has read all.</summary>
    ClosesMidBody,
}
