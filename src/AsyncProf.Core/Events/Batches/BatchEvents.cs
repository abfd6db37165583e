namespace AsyncProf.Events.Batches;

/// <summary>What both ends of the transport must know of its EventSource; the layout of its events is in <c>FORMAT.md</c>.</summary>
internal static class BatchEvents
{
    /// <summary>Ids of the events.</summary>
    public const int Hello = 1, Batch = 2, Methods = 3, Heartbeat = 4, End = 5, Places = 6, Codes = 7, Passed = 8, Edges = 9, Pause = 10, Resume = 11, Thread = 12, Use = 13;

    /// <summary>The version of all of it. A reader refuses one that it does not know.</summary>
    public const int Protocol = 2;

    /// <summary>The version before there were places, which is still read.</summary>
    public const int ProtocolWithoutPlaces = 1;

    /// <summary>The keyword that a session asks for.</summary>
    public const long Keyword = 1;

    /// <summary>The argument of a session: to be sent batches, or only to have everything sent. Who enables the source without it gets nothing. What else may be wished: <see cref="SessionWishes"/>.</summary>
    public const string ModeArgument = "mode", RecordMode = "record", FlushMode = "flush";

    /// <summary>What a <see cref="Edges"/> says: edges are told by events alone, by tasks, or by tasks except for some.</summary>
    public const int EdgesByEvents = 0, EdgesByTasks = 1, EdgesByTasksInPart = 2;

    /// <summary>What an <see cref="Edges"/> begins with.</summary>
    public const long EdgesMark1 = 0x1B83D6F4A07E5C29, EdgesMark2 = 0x74C05E92BF18A36D;

    /// <summary>What a <see cref="Hello"/> begins with, so that it can be found in a stream that nobody decodes.</summary>
    public const long HelloMark1 = 0x6F4C1B7E92D3A85C, HelloMark2 = 0x31E8A90F57C6B24D;

    /// <summary>What a <see cref="Heartbeat"/> begins with.</summary>
    public const long HeartbeatMark1 = 0x5A0D6E83F1479C2B, HeartbeatMark2 = 0x2C97B4E1083DF65A;

    /// <summary>Marks at the end of an End.</summary>
    public const long EndMark1 = 0x4D91C2E7A85F306B, EndMark2 = 0x68B3F05D1E9A47C2;

    /// <summary>The most that one event carries, in bytes: EventPipe drops what is longer than 64 KB, and does not say so.</summary>
    public const int MaximumBytes = 60_000;

    /// <summary>The id of the source, made of its name <c>AsyncProf</c> by the rule of <see cref="System.Diagnostics.Tracing.EventSource"/>.</summary>
    public static readonly Guid Provider = new("73dbaf17-896b-5310-72f7-410789b36116");
}
