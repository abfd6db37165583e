namespace AsyncProf.Events;

/// <summary>What binds a completing task to another, as <see cref="AsyncEventKind.Relation"/> says it.</summary>
internal enum TaskRelation : byte
{
    /// <summary>The other task is a <c>ContinueWith</c> of the completing one.</summary>
    Continuation = 0,

    /// <summary>The other task is a <c>WhenAll</c> or an <c>Unwrap</c>.</summary>
    All = 1,

    /// <summary>The other task is a <c>WhenAny</c>.</summary>
    Any = 2,
}
