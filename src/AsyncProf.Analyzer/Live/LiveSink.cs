using AsyncProf.Attribution;
using AsyncProf.Building;

namespace AsyncProf.Live;

/// <summary>Adds up charged roots twice: those of a window, and all. Nothing else is kept of them.</summary>
/// <param name="clock">The clock of the events.</param>
/// <param name="create">Makes a builder.</param>
internal sealed class LiveSink(TickClock clock, Func<ProfileBuilder> create) : ICutSink
{
    /// <summary>What came since the window was opened.</summary>
    public ProfileBuilder Window { get; private set; } = create();

    /// <summary>All that came.</summary>
    public ProfileBuilder Total { get; private set; } = create();

    /// <summary>How long what was ready in the window waited for a thread.</summary>
    public ReadyDelays Ready { get; private set; } = new(clock);

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        Window.OnTree(tree);
        Total.OnTree(tree);
        Ready.Add(tree);
    }

    /// <inheritdoc/>
    public bool OnLate(int late, in ResourceUse use) => Window.OnLate(late, use) | Total.OnLate(late, use);

    /// <inheritdoc/>
    public void OnCut()
    {
        Window.OnCut();
        Total.OnCut();
    }

    /// <summary>Opens another window.</summary>
    /// <param name="forgets">Whether what came before the one that closes is forgotten.</param>
    public void Next(bool forgets)
    {
        if (forgets)
            Total = Window;
        (Window, Ready) = (create(), new ReadyDelays(clock));
    }
}
