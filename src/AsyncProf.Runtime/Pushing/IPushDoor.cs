namespace AsyncProf.Pushing;

/// <summary>The way to a store.</summary>
internal interface IPushDoor
{
    /// <summary>Tries once to push a profile, and waits for what comes of it.</summary>
    /// <param name="part">The profile.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="stop">Gives it up.</param>
    PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop);
}
