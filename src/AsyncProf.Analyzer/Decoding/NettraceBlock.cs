namespace AsyncProf.Decoding;

/// <summary>One object of a <c>.nettrace</c> file: its head, and its data on the next boundary of 4 bytes, with the mark that ends it.</summary>
/// <param name="Start">Where its head begins.</param>
/// <param name="HeadLength">The length of its head.</param>
/// <param name="Data">Where its data begins.</param>
/// <param name="DataLength">The length of its data; 0 for what is all head.</param>
/// <param name="IsDescription">Whether the events of other blocks cannot be read without it.</param>
internal readonly record struct NettraceBlock(long Start, int HeadLength, long Data, int DataLength, bool IsDescription);
