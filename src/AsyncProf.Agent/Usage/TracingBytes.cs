namespace AsyncProf.Usage;

/// <summary>What the runtime itself allocates on the app's threads in order to tell an event, in bytes, beside texts that it makes for it.</summary>
/// <param name="Begin">What an operation of a method needs once, beside the event that it begins.</param>
/// <param name="Await">Where a task is awaited.</param>
/// <param name="Yield">Where an operation yields.</param>
/// <param name="Queue">Where a continuation is queued by who completed what it waits for, beside the event.</param>
/// <param name="Work">Where a thread begins to execute something, or to complete it, and where it ends.</param>
/// <param name="Event">To deliver an event of two numbers; 0 where nothing is allocated to deliver one.</param>
/// <param name="Scheduled">Where a task of a delegate is scheduled, beside the event that it begins.</param>
/// <param name="Told">To deliver that an operation begins, beside its name.</param>
/// <param name="End">To deliver that one ends.</param>
internal sealed record TracingBytes(int Begin, int Await, int Yield, int Queue, int Work, int Event, int Scheduled, int Told, int End)
{
    /// <summary>Nothing is allocated.</summary>
    public static TracingBytes None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether an event that bears a text is delivered with a copy of it.</summary>
    public bool AreTextsCopied => Told > 0;

    /// <summary>To deliver that a thread begins to execute something, or to complete it: an event of two numbers.</summary>
    public int WorkBegin => Event == 0 ? Work / 2 : Math.Min(Event, Work);

    /// <summary>To deliver that it ends that: an event of one number.</summary>
    public int WorkEnd => Work - WorkBegin;

    /// <summary>To deliver that a thread is blocked: an event of five numbers.</summary>
    public int Blocked => OfEvent(5);

    /// <summary>To queue a continuation while a task is executed, and deliver that: an event of three numbers. Only then is it told, and it is tried where none is.</summary>
    public int Queued => Queue + OfEvent(3);

    private int OfEvent(int numbers) => Event == 0 ? 0 : Event + ((numbers - 2) * (WorkBegin - WorkEnd));

    /// <summary>The bytes of a text of so many characters: header, type, length, characters, a zero; in whole words.</summary>
    public static int OfText(int length) => (22 + (2 * length) + 7) & ~7;
}
