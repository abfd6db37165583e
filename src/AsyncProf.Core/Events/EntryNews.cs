namespace AsyncProf.Events;

/// <summary>What is told of an entry while it is open; <see cref="AsyncEvent.Detail"/> of <see cref="AsyncEventKind.EntryName"/>.</summary>
[Flags]
internal enum EntryNews : byte
{
    /// <summary>Nothing but perhaps its name.</summary>
    None = 0,

    /// <summary>It is the profiler's own: somebody asks for a profile.</summary>
    Own = 1,

    /// <summary>It lasts as long as somebody stays connected.</summary>
    Lasting = 2,

    /// <summary>It has failed.</summary>
    Failed = 8,
}
