namespace AsyncProf.Stitching.Records;

/// <summary>
/// Somebody went on inside the segment of an iterator or of a loop's worker, as if that had given it what it awaited. Whether it had is told by what the giver does next: nothing.
/// </summary>
/// <param name="Through">The task without code through which it was handed on; the default where the taker went on directly in the giver's segment.</param>
/// <param name="Taker">Who went on; the default where nobody did so far.</param>
/// <param name="Since">Since when the taker had waited, in ticks: the beginning of that interval.</param>
/// <param name="IsFirst">Whether the giver had no parent before.</param>
/// <param name="ReturnedAt">When the thread came back to the giver, in ticks.</param>
internal readonly record struct Handover(OperationRef Through, OperationRef Taker, long Since, bool IsFirst, long ReturnedAt);
