namespace AsyncProf.Pushing;

/// <summary>What an attempt to push a profile means for it.</summary>
internal enum PushOutcome
{
    /// <summary>The server has it.</summary>
    Taken,

    /// <summary>The server will not take it the next time either.</summary>
    Refused,

    /// <summary>The server answers, and cannot take it now.</summary>
    Later,

    /// <summary>The server does not answer: it is not there, or too slow.</summary>
    Away,
}
