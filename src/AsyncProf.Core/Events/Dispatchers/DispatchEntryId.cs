namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// The entries of a buffer that are of use, by the runtime's ids (<c>AsyncEventID</c> in its <c>AsyncProfiler.cs</c>). 11 to 19 are those of state machines,
/// 21 and 23 serve samplers of the CPU and clocks.
/// </summary>
internal enum DispatchEntryId : byte
{
    /// <summary>A dispatcher begins: the parent's id, its own.</summary>
    Create = 1,

    /// <summary>A thread begins to run a dispatcher: its id.</summary>
    Resume = 2,

    /// <summary>The innermost dispatcher of the thread suspends.</summary>
    Suspend = 3,

    /// <summary>The innermost dispatcher of the thread is over.</summary>
    Complete = 4,

    /// <summary>An exception leaves methods: how many.</summary>
    Unwind = 5,

    /// <summary>The stack at the first suspension, with the parent's id.</summary>
    CreateStack = 6,

    /// <summary>The stack that is resumed.</summary>
    ResumeStack = 7,

    /// <summary>The stack at another suspension.</summary>
    SuspendStack = 8,

    /// <summary>The next method goes on.</summary>
    ResumeMethod = 9,

    /// <summary>That method ends.</summary>
    CompleteMethod = 10,

    /// <summary>What was believed of the thread no longer holds.</summary>
    Reset = 20,

    /// <summary>Clocks, sizes and the manifest: <see cref="DispatchManifest"/>.</summary>
    Metadata = 22,
}
