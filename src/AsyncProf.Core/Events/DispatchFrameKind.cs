namespace AsyncProf.Events;

/// <summary>What stands in a frame of a dispatcher's stack.</summary>
internal enum DispatchFrameKind : byte
{
    /// <summary>An address that nobody has looked up: <see cref="AsyncEvent.Payload"/>.</summary>
    Address = 0,

    /// <summary>A method: its name in <see cref="AsyncEvent.Extra"/>, the place in it in <see cref="AsyncEvent.OtherId"/>.</summary>
    Method = 1,

    /// <summary>The runtime's own: it awaits something that the source does not tell, or helps a method to. Nothing to show.</summary>
    Plumbing = 2,
}
