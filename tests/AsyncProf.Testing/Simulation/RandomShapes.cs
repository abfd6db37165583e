namespace AsyncProf.Testing.Simulation;

/// <summary>What a random program may do whose awaits no event names; each has a rule of the stitcher's.</summary>
[Flags]
internal enum RandomShapes
{
    /// <summary>Only what every program does.</summary>
    None = 0,

    /// <summary><c>WaitAsync</c> around joins, delegates and itself, inside joins, by several, and of what fails.</summary>
    Relays = 1,

    /// <summary><c>WaitAsync</c> that times out or is cancelled.</summary>
    GivingUp = 2,

    /// <summary><c>ContinueWith</c> and <c>ContinueWhenAll</c> of async delegates.</summary>
    Unwraps = 4,

    /// <summary>Iterators over iterators, and such as wake others before they hand over.</summary>
    Iterators = 8,

    /// <summary>Parallel loops of several workers.</summary>
    Loops = 16,

    /// <summary><c>Task.WhenEach</c>.</summary>
    Each = 32,

    /// <summary>The same as <see cref="Iterators"/>, and read by <c>MoveNextAsync().AsTask()</c> too.</summary>
    ItemTasks = 64,
}
