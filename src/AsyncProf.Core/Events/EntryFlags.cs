namespace AsyncProf.Events;

/// <summary>What is known of an entry. The lower half is told when it starts or stops, as <see cref="AsyncEvent.Detail"/> of those marks, the upper half meanwhile, by <see cref="EntryNews"/>.</summary>
[Flags]
internal enum EntryFlags : ushort
{
    /// <summary>Nothing further is known.</summary>
    None = 0,

    /// <summary>A request: an activity of kind Server or Consumer, or Internal without a local parent.</summary>
    Request = 1,

    /// <summary>A scope opened by the program through the profiler's own API.</summary>
    Scope = 2,

    /// <summary>The entry's trace is recorded, so spans below it will be seen.</summary>
    Recorded = 4,

    /// <summary>The entry ended with an error.</summary>
    Error = 8,

    /// <summary>The name is the one that the framework gives to all requests: a better one that was told holds.</summary>
    Unnamed = 16,

    /// <summary>Its span says that the spans of its operations follow.</summary>
    Promised = 32,

    /// <summary>A listener of the process's own asked for the activity and records it: its span will be seen without us.</summary>
    Exported = 64,

    /// <summary>It is the profiler's own: a request for a profile, or the scope that records one.</summary>
    Own = 256,

    /// <summary>A connection or a stream, which lasts as long as somebody stays connected: its length says nothing of how slow anything was.</summary>
    Lasting = 512,
}
