using AsyncProf.Pushing;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>A store that takes everything, and nothing before it is opened.</summary>
internal sealed class GatedDoor : IPushDoor
{
    private readonly ManualResetEventSlim _gate = new();
    private volatile bool _isAsked;

    /// <summary>Whether somebody waits at it, or has.</summary>
    public bool IsAsked => _isAsked;

    public void Open() => _gate.Set();

    public PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop)
    {
        _isAsked = true;
        _gate.Wait(CancellationToken.None);
        return new PushAnswer(PushOutcome.Taken);
    }
}
