namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// Turns the buffers of one process's event source into events. It takes any bytes: it throws nothing, allocates for no entry but its room in the list, and
/// of a damaged buffer it keeps what came before the damage. For one thread at a time.
/// </summary>
internal sealed class DispatchDecoder
{
    /// <summary>What the runtime said last of its entries.</summary>
    public DispatchManifest Manifest { get; } = new();

    /// <summary>How many buffers came.</summary>
    public long Buffers { get; private set; }

    /// <summary>How many entries could be read, those included that give no event.</summary>
    public long Entries { get; private set; }

    /// <summary>How many buffers were damaged: their entries cannot be, or are not those that the header announces.</summary>
    public long Damaged { get; private set; }

    /// <summary>How many buffers were left out unread, for their version or their length.</summary>
    public long Refused { get; private set; }

    /// <summary>Why the first refused buffer was, in a sentence; empty if none was.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Appends the events of a buffer, in order of time; where it is damaged, those before the damage and an <see cref="AsyncEventKind.Gap"/>.</summary>
    /// <param name="buffer">The buffer, from its version on.</param>
    /// <param name="output">Where the events go.</param>
    /// <param name="header">Whose events they are; nothing where the buffer is too short to say.</param>
    /// <returns>Whether it was whole and is understood.</returns>
    public bool Decode(ReadOnlySpan<byte> buffer, List<AsyncEvent> output, out DispatchHeader header)
    {
        Buffers++;
        bool hasHeader = DispatchHeader.TryRead(buffer, out header);
        if (buffer.Length > DispatchEvents.LargestBuffer)
            return Refuse($"buffers of more than {DispatchEvents.LargestBuffer:N0} bytes");
        if (hasHeader && header.Version != DispatchHeader.KnownVersion)
            return Refuse($"buffers of version {header.Version}");
        if (!hasHeader || !header.HasTimes)
        {
            Damaged++;
            return false;
        }

        int before = output.Count;
        int end = (int)Math.Clamp(header.Size, DispatchHeader.Length, (uint)buffer.Length);
        ReadOnlySpan<byte> entries = buffer[DispatchHeader.Length..end];
        long time = OriginOf(entries, header);
        bool isWhole = TryEntries(entries, header, output, ref time) && header.Size == buffer.Length;
        if (!Manifest.IsUnderstood)
        {
            output.RemoveRange(before, output.Count - before);
            return Refuse($"version {Manifest.ForeignVersion} of entry {(int)Manifest.Foreign} ({Manifest.Foreign})");
        }

        if (isWhole)
            return true;
        Damaged++;
        output.Add(AsyncEvent.Gap(time));
        return false;
    }

    private bool Refuse(FormattableString what)
    {
        Refused++;
        if (Refusal.Length == 0)
            Refusal = $"The events of runtime-async came in {FormattableString.Invariant(what)}, which is not understood: they are left out.";
        return false;
    }

    /// <summary>
    /// What the first entry's difference counts from: the start of the buffer; or, where the thread had given its last buffer away while it wrote an entry, the time of the
    /// entry before, and the buffer starts a moment after this one, perhaps after all that it holds (seen on 11.0.0 after a flush command). The end is always that of the last entry.
    /// </summary>
    private long OriginOf(ReadOnlySpan<byte> bytes, in DispatchHeader header)
    {
        long start = Math.Min(header.Start, header.End);
        var reader = new DispatchReader(bytes);
        long? first = null;
        long origin = header.End;
        while (!reader.IsAtEnd)
        {
            byte id = reader.Byte();
            ulong delta = reader.Number();
            if (!Manifest.TryWidthOf(id, out int width) || delta > (ulong)origin)
                return start;
            reader.Payload(width);
            first ??= (long)delta;
            origin -= (long)delta;
        }

        return !reader.IsDamaged && first is { } count && origin + count <= header.Start && (count > 0 || header.End < header.Start) ? origin : start;
    }

    /// <summary>Reads entries as far as it can; the time becomes that of the last. Whether they are those that the header announces.</summary>
    private bool TryEntries(ReadOnlySpan<byte> bytes, in DispatchHeader header, List<AsyncEvent> output, ref long time)
    {
        var reader = new DispatchReader(bytes);
        uint entries = 0;
        while (!reader.IsAtEnd)
        {
            byte id = reader.Byte();
            ulong delta = reader.Number();
            if (!Manifest.TryWidthOf(id, out int width))
                return false;
            ReadOnlySpan<byte> payload = reader.Payload(width);
            // Nothing happens after the end: a damaged difference would shift all that follows.
            if (reader.IsDamaged || delta > (ulong)(header.End - time))
                return false;

            long now = time + (long)delta;
            int before = output.Count;
            if (!TryEntry((DispatchEntryId)id, now, payload, output))
            {
                output.RemoveRange(before, output.Count - before);
                return false;
            }

            time = now;
            entries++;
            Entries++;
        }

        return entries == header.Entries && time == header.End;
    }

    private bool TryEntry(DispatchEntryId id, long timestamp, ReadOnlySpan<byte> payload, List<AsyncEvent> output)
    {
        if (id == DispatchEntryId.Metadata)
            return Manifest.TryRead(payload);
        // What another version holds is not known; but a manifest that is may still follow.
        return !Manifest.IsUnderstood || DispatchEntry.TryRead(id, timestamp, payload, output);
    }
}
