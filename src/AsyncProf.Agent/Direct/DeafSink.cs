namespace AsyncProf.Direct;

/// <summary>Hears nothing: events are on, and what that costs can be tried.</summary>
internal sealed class DeafSink : DirectSink
{
    /// <inheritdoc/>
    public override unsafe void OnEvent(int id, int count, RawField* fields)
    {
    }
}
