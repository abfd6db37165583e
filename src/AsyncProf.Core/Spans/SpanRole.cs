namespace AsyncProf.Spans;

/// <summary>What becomes of an operation of a tree.</summary>
internal enum SpanRole : byte
{
    /// <summary>The span above it stands for it already: the request's owner, or an operation shown at its first awaiter.</summary>
    Above,

    /// <summary>It gets a span of its own, if it is long enough.</summary>
    Own,

    /// <summary>The same, and its span stands for all below it: the frameworks' outermost method.</summary>
    Whole,

    /// <summary>Its numbers go into another operation's span.</summary>
    Folded,

    /// <summary>The frameworks' own work that nobody awaits and no time of the root goes to: it gets no span, and is counted on the span above.</summary>
    Aside,

    /// <summary>The frameworks' way to methods of the app: its numbers go into the span above, and what it calls hangs there.</summary>
    PassedOver,
}
