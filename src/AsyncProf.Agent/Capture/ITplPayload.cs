namespace AsyncProf.Capture;

/// <summary>The payload of an event of the Task Parallel Library, by the numbers of its fields.</summary>
internal interface ITplPayload
{
    /// <summary>A field that holds a number.</summary>
    int Int(int field);

    /// <summary>A field that holds a text; empty if there is none. Gone when the callback returns.</summary>
    ReadOnlySpan<char> Text(int field);
}
