using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Roots;

/// <summary>Where roots go to be charged, while the stitcher still holds all that hangs below them.</summary>
internal interface IChargeSink
{
    void OnCharge(OperationStore store, in Charge charge);
}
