using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>An operation that set dataflow blocks going, and what ran in them since.</summary>
internal sealed class DataflowPoster(OperationRef operation)
{
    public OperationRef Operation { get; } = operation;

    public List<OperationRef> Work { get; private set; } = [];

    /// <summary>Whether there was too much of it to keep in mind.</summary>
    public bool IsLost { get; private set; }

    public void Lose() => (IsLost, Work) = (true, []);

    /// <summary>Takes what turns out to be another's.</summary>
    public List<OperationRef> Take(Predicate<OperationRef> isAnothers)
    {
        List<OperationRef> taken = Work.FindAll(isAnothers);
        Work.RemoveAll(isAnothers);
        return taken;
    }
}
