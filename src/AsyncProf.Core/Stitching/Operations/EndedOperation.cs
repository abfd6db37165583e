using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>What is left of an operation that has ended, is charged, and whose record is recycled: all that an await could still ask, should it be told only now.</summary>
/// <param name="TaskId">Its task id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Done">When those who await it could go on.</param>
/// <param name="End">When it ended.</param>
internal readonly record struct EndedOperation(int TaskId, int Name, OperationKind Kind, long Done, long End);
