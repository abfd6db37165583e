namespace AsyncProf.Testing.Simulation;

/// <summary>What a random program may do whose awaits no event names; each has a rule of the stitcher's.</summary>
[Flags]
internal enum RandomShapes
{
    /// <summary>Only what every program does.</summary>
    None = 0,

    /// <summary><c>WaitAsync</c> around joins, delegates and itself, inside joins, by several, and of what fails.</summary>
    Relays = 1,
}
