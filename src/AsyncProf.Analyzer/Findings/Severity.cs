namespace AsyncProf.Findings;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably costs time, or hides a fault.</summary>
    Warning,

    /// <summary>Numbers cannot be trusted, or requests fail or stand still.</summary>
    Error,
}
