namespace AsyncProf.Decoding.Stacks;

/// <summary>Takes one event with its stack, the leaf first. The payload is only there during the call.</summary>
internal delegate void StackedEventHandler(string provider, int id, long timestamp, ReadOnlySpan<byte> payload, ulong[] stack);
