namespace AsyncProf.Profiles;

/// <summary>What a frame of a logical stack is.</summary>
public enum FrameKind
{
    /// <summary>The root of all roots.</summary>
    All,

    /// <summary>A request or a scope: the slice of its owner's time. Its own time is the owner's and that of what it called.</summary>
    Entry,

    /// <summary>An async method, or a delegate run as a task.</summary>
    Method,

    /// <summary>A wait, named in words: <c>await Task.Delay</c>.</summary>
    Leaf,
}
