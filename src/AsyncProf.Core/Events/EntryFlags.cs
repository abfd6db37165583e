namespace AsyncProf.Events;

/// <summary>What is known of an entry when it starts or stops; <see cref="AsyncEvent.Detail"/> of the entry marks.</summary>
[Flags]
internal enum EntryFlags : byte
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
}
