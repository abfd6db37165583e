namespace AsyncProf.Triggers;

/// <summary>Watches a condition of the whole process. The engine's thread only.</summary>
internal interface IProcessWatch
{
    /// <summary>Looks at it.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    /// <returns>The reason for a window where the condition holds; null where it does not.</returns>
    string? Poll(long now);

    /// <summary>A window has ended. What is measured over some time begins anew, for what the window itself cost is no reason for another.</summary>
    void BeginAnew()
    {
    }
}
