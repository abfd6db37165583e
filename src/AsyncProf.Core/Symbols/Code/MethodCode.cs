namespace AsyncProf.Symbols.Code;

/// <summary>The body of one method.</summary>
/// <param name="Il">Its instructions.</param>
/// <param name="IsStatic">True if its first argument is no instance.</param>
internal sealed record MethodCode(byte[] Il, bool IsStatic)
{
    /// <summary>That of a method that has none.</summary>
    public static MethodCode None { get; } = new([], IsStatic: false);
}
