namespace AsyncProf.Events;

/// <summary>When a dispatcher had the stack that is told.</summary>
internal enum DispatchMoment : byte
{
    /// <summary>At its first suspension.</summary>
    Begin = 0,

    /// <summary>When a thread began to run it.</summary>
    Resume = 1,

    /// <summary>When it suspended again.</summary>
    Suspend = 2,
}
