namespace AsyncProf.Engine;

/// <summary>For which requests a window is open, where everything is recorded of them. The engine's thread only.</summary>
internal sealed class OpenWindow
{
    /// <summary>Any route.</summary>
    public const int AnyRoute = -1;

    private int _route;
    private int _left;

    /// <summary>How many have ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Whether as many have ended as it was opened for.</summary>
    public bool IsFull => _left <= 0;

    /// <summary>Opens it for some requests.</summary>
    /// <param name="route">The name of their route, or <see cref="AnyRoute"/>.</param>
    /// <param name="requests">How many.</param>
    public void Open(int route, int requests) => (_route, _left, Ended) = (route, requests, 0);

    public void Close() => _left = 0;

    /// <summary>Whether a request belongs to it.</summary>
    public bool Includes(int route) => _left > 0 && (_route == AnyRoute || _route == route);

    /// <summary>One has ended that it includes.</summary>
    public void Add()
    {
        _left--;
        Ended++;
    }
}
