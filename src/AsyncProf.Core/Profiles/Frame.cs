namespace AsyncProf.Profiles;

/// <summary>One interned frame of logical stacks. Kind and name are its identity.</summary>
internal sealed record Frame(FrameKind Kind, string Name, bool IsFramework)
{
    /// <summary>The frame of the root of all roots.</summary>
    public static Frame All { get; } = new(FrameKind.All, "(root)", false);

    /// <summary>The parameter types that end the name, where its type has several async methods of that name; otherwise empty.</summary>
    public string Overload { get; init; } = "";

    /// <summary>The simple name of the assembly; empty where it is not known.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The module version id of the assembly; empty where it is not known.</summary>
    public Guid Module { get; init; }

    /// <summary>Whether a method of this name is the frameworks', for want of better knowledge.</summary>
    public static bool LooksFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
