namespace AsyncProf.Events.Tpl;

/// <summary>Which field of a payload goes where in an <see cref="AsyncEvent"/>; -1 for nowhere.</summary>
/// <param name="Fields">How many 32-bit fields the payload has, before a name if there is one; 0 for an event that nobody needs.</param>
/// <param name="TaskId">The field of the task that the event is about.</param>
/// <param name="OtherId">The field of the awaiter or creator.</param>
/// <param name="Extra">The field of the originating task.</param>
/// <param name="Detail">The field of the behaviour, status, relation or work.</param>
internal readonly record struct TplLayout(int Fields, int TaskId = -1, int OtherId = -1, int Extra = -1, int Detail = -1)
{
    /// <summary>Whether the event is of use.</summary>
    public bool IsKnown => Fields > 0;

    /// <summary>How many bytes a payload has at least, where it is sent as bytes.</summary>
    public int MinimumBytes => Fields * sizeof(int);
}
