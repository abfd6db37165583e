namespace AsyncProf.Profiles.Data;

/// <summary>One logical stack: a frame below another stack. Stack 0 is the root of all roots, and stacks come after their parents.</summary>
/// <param name="Parent">The stack of all frames but the last; -1 for stack 0.</param>
/// <param name="Frame">The last frame's number.</param>
internal readonly record struct StackNode(int Parent, int Frame)
{
    /// <summary>The line at which the frame above awaits this one; 0 where it is not known, or there are several.</summary>
    public int Line { get; init; }
}
