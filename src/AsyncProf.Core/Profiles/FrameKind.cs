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

    /// <summary>A synchronous method, known from samples of threads: it has no calls, and its time is its caller's running time, divided by what the samples saw.</summary>
    Sync,

    /// <summary>The same where the thread was in native code that the method had called, or blocked in it: <c>Thread.Sleep</c>.</summary>
    External,
}
