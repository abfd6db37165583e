namespace AsyncProf.Events;

/// <summary>Which 64 bits an event of kind <see cref="AsyncEventKind.EntryDetail"/> carries.</summary>
internal enum EntryDetailKind : byte
{
    /// <summary>The first eight bytes of the W3C trace id, big-endian.</summary>
    TraceHigh = 1,

    /// <summary>The last eight bytes of the W3C trace id, big-endian.</summary>
    TraceLow = 2,

    /// <summary>The W3C span id, big-endian.</summary>
    Span = 3,

    /// <summary>When the entry's activity started: <see cref="DateTime.Ticks"/> in UTC, units of 100 ns.</summary>
    StartUtc = 4,

    /// <summary>How long the entry's activity lasted, in units of 100 ns.</summary>
    Duration = 5,

    /// <summary>The W3C span id of the caller, big-endian: told where the caller records the trace, and the process does not export the entry's own span.</summary>
    Parent = 6,
}
