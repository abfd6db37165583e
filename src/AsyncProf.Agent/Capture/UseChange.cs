using AsyncProf.Events;

namespace AsyncProf.Capture;

/// <summary>Something else is measured of threads from now on, or nothing.</summary>
/// <param name="Epoch">The number of what is measured from now on.</param>
/// <param name="Before">What was measured up to now.</param>
/// <param name="Use">What the process had used, and what is measured from now on.</param>
/// <param name="Previous">The change before, as far as that is kept.</param>
internal sealed record UseChange(int Epoch, MeasuredUse Before, ProcessUse Use, UseChange? Previous)
{
    /// <summary>So many are kept, for who asks only now and then.</summary>
    private const int Kept = 4;

    /// <summary>The one that follows this.</summary>
    public UseChange Then(in ProcessUse use) => new(Epoch + 1, Use.Measured, use, Last(Kept - 1));

    /// <summary>What came after another, oldest first.</summary>
    public IEnumerable<UseChange> After(int epoch) => Epoch == epoch || Epoch == 0 ? [] : (Previous?.After(epoch) ?? []).Append(this);

    private UseChange Last(int count) => count > 1 && Previous is not null ? this with { Previous = Previous.Last(count - 1) } : this with { Previous = null };
}
