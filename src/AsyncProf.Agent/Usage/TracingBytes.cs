namespace AsyncProf.Usage;

/// <summary>What the runtime itself allocates on the app's threads in order to tell an event, in bytes, beside texts that it makes for it.</summary>
/// <param name="Begin">Where a method's operation begins.</param>
/// <param name="Await">Where a task is awaited.</param>
/// <param name="Yield">Where an operation yields.</param>
/// <param name="Queue">Where a continuation is queued by who completed what it waits for.</param>
/// <param name="Work">Where a thread begins to execute something, or to complete it, and where it ends.</param>
internal sealed record TracingBytes(int Begin, int Await, int Yield, int Queue, int Work)
{
    /// <summary>Nothing is known to be allocated.</summary>
    public static TracingBytes None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The bytes of a text of so many characters: header, type, length, characters, a zero; in whole words.</summary>
    public static int OfText(int length) => (22 + (2 * length) + 7) & ~7;
}
