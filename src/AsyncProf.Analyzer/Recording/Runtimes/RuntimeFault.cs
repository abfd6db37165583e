namespace AsyncProf.Recording.Runtimes;

/// <summary>Why a runtime did not do what it was asked for.</summary>
internal enum RuntimeFault
{
    /// <summary>Nothing listens for the process: it has ended, is no .NET process, or its diagnostics are switched off.</summary>
    NotThere,

    /// <summary>We may not connect to it.</summary>
    NotAllowed,

    /// <summary>Another process listens where it should.</summary>
    Impostor,

    /// <summary>Its version does not know the command.</summary>
    Unknown,

    /// <summary>It has answered with an error.</summary>
    Refused,

    /// <summary>The connection broke off, or what came is no answer.</summary>
    Broken,
}
