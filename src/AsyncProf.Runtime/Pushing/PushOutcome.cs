namespace AsyncProf.Pushing;

/// <summary>What an attempt to push a profile means for it.</summary>
internal enum PushOutcome
{
    /// <summary>The server has it.</summary>
    Taken,

    /// <summary>The server will not take it the next time either.</summary>
    Refused,

    /// <summary>The server was asked, and did not take it now: it says so, does not answer, or breaks off.</summary>
    Later,

    /// <summary>Nobody could be asked: the server is not there, or is not whom it should be.</summary>
    Away,
}
