using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Makes a profile from another by giving each stack another place, or none. What shares a place is added up; no time changes.</summary>
internal sealed class StackRewriter(ProfileData from)
{
    /// <summary>The place of a stack that is left out.</summary>
    public const int Dropped = -1;

    public ProfileDataBuilder To { get; } = new();

    /// <summary>Whether samples still say which span they belong to.</summary>
    public bool KeepsLinks { get; init; } = true;

    /// <summary>Copies all samples to the places of their stacks.</summary>
    /// <param name="places">For each stack of the source, its stack in <see cref="To"/>, or <see cref="Dropped"/>.</param>
    /// <param name="countsCalls">Whether the calls of a source's stack still are calls where they come to.</param>
    /// <param name="keptNotes">What of the notes of methods and roots still holds.</param>
    /// <param name="keepsTime">Whether the time of a source's stack is kept, and not only its calls; null for all.</param>
    /// <param name="keepsAwait">Which awaits are kept; null for all.</param>
    /// <param name="keepsSpawn">Of which operations it is kept who began them; null for all.</param>
    public ProfileData Rewrite(
        IReadOnlyList<int> places, Func<int, bool> countsCalls, KeptNotes keptNotes, Func<int, bool>? keepsTime = null, Func<AwaitKey, bool>? keepsAwait = null, Func<SpawnKey, bool>? keepsSpawn = null)
    {
        if (KeepsLinks)
            To.TakeLinks(from);
        foreach (StackCharge sample in from.Samples)
        {
            if (places[sample.Stack] == Dropped)
                continue;
            bool counts = countsCalls(sample.Stack), times = keepsTime?.Invoke(sample.Stack) ?? true;
            To.Add(sample with { Stack = places[sample.Stack], Sums = sample.Sums.Only(counts, times) });
        }

        if (keptNotes == KeptNotes.None)
            return To.Build();
        foreach ((AwaitKey await, AwaitSums sums) in from.Awaits)
        {
            if (keepsAwait?.Invoke(await) ?? true)
                To.Note(await, sums);
        }

        foreach ((SpawnKey spawn, SpawnSums sums) in from.Spawns)
        {
            if (keepsSpawn?.Invoke(spawn) ?? true)
                To.Note(spawn, sums);
        }

        if (keptNotes == KeptNotes.All)
        {
            foreach (((FrameKind kind, string name), OutsideSums sums) in from.Outside)
                To.Note(kind, name, sums);
            foreach ((LineKey line, long ns) in from.Lines)
                To.Note(line, ns);
        }

        // The longest call of all is at least as long as the longest that is left; what adds up is not known of a part.
        foreach (((FrameKind kind, string method), MethodNotes notes) in from.Methods)
            To.Note(kind, method, keptNotes == KeptNotes.All ? notes : new MethodNotes { MaxNs = notes.MaxNs });
        foreach (((RootKind kind, string name), RootNotes notes) in from.Roots)
            To.Note(kind, name, keptNotes == KeptNotes.Bounds ? notes with { Slowest = null, GcNs = 0 } : notes);
        return To.Build();
    }
}
