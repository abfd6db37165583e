using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Roots;

/// <summary>Where roots go to be charged, while the stitcher still holds all that hangs below them.</summary>
internal interface IChargeSink
{
    void OnCharge(OperationStore store, in Charge charge);

    /// <summary>A thread tells what it used in a segment of an operation that has been charged.</summary>
    /// <param name="late">The number that the segment was given when its operation was charged.</param>
    /// <param name="use">What.</param>
    /// <returns>Whether it was charged; else nobody knows any more to what.</returns>
    bool OnLate(int late, in ResourceUse use) => false;
}
