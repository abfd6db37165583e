namespace AsyncProf.Stitching.Records;

/// <summary>An operation that may be gone: its slot, and the serial number that tells two users of one slot apart. The default is none.</summary>
internal readonly record struct OperationRef(int Slot, int Serial);
