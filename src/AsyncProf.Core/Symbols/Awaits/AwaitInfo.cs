namespace AsyncProf.Symbols.Awaits;

/// <summary>One await of a method, as far as it is known.</summary>
/// <param name="On">What is awaited, as it reads in a report: <c>Socket.ReceiveAsync</c>; several with commas between; empty where nothing tells.</param>
/// <param name="IsOneOf">Whether <paramref name="On"/> names several of which it was one.</param>
/// <param name="File">The source file; empty where it is not known.</param>
/// <param name="Line">The line; 0 where it is not known.</param>
/// <param name="ILOffset">The IL offset; -1 where it is not known, or several are possible.</param>
internal sealed record AwaitInfo(string On, bool IsOneOf, string File, int Line, int ILOffset)
{
    /// <summary>An await that is told exactly, at a place where the code is not at hand or holds none.</summary>
    public static AwaitInfo Lost { get; } = new("", true, "", 0, -1);

    /// <summary>What is awaited as it reads where it stands alone: in brackets where it is one of several.</summary>
    public string Label => IsOneOf && On.Length > 0 ? $"(one of {On})" : On;

    /// <summary>The methods, with line breaks between, that surely pass on what is awaited where another made it: the caller's side first.</summary>
    public string Through { get; init; } = "";

    /// <summary>The await of which nothing is known.</summary>
    public static AwaitInfo Unknown { get; } = new("", false, "", 0, -1);
}
