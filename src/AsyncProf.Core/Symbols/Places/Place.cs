namespace AsyncProf.Symbols.Places;

/// <summary>A return address in managed code: which method it lies in and, once that is known, at which IL offset. Holds names and no reflection objects.</summary>
/// <param name="assembly">The simple name of the assembly.</param>
/// <param name="type">The metadata name of the type, its definition where it is generic.</param>
/// <param name="method">The metadata name of the method.</param>
internal sealed class Place(string assembly, string type, string method)
{
    /// <summary>Nothing has told the IL offset so far.</summary>
    public const int NoOffset = -1;

    private int _ilOffset = NoOffset;

    public string Assembly { get; } = assembly;

    public string Type { get; } = type;

    public string Method { get; } = method;

    /// <summary>In a state machine, the name that an operation of its method has; 0 elsewhere.</summary>
    public int NameId { get; init; }

    /// <summary>In a state machine, the short name of its type, as the TPL gives it.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Whether the method returns a task, is not async and none of the frameworks': it may pass on the task of another.</summary>
    public bool MayPassOn { get; init; }

    /// <summary>How often an operation began here, roughly.</summary>
    public int Beginnings { get; set; }

    /// <summary>The delegate that was first started here last, with its name as this place's and those before it: a place mostly starts the same.</summary>
    public StartedDelegate? Started { get; set; }

    /// <summary>Where in the method's IL; <see cref="NoOffset"/> while that is not known, which may be later than the first event.</summary>
    public int ILOffset
    {
        get => Volatile.Read(ref _ilOffset);
        set => Volatile.Write(ref _ilOffset, value);
    }
}
