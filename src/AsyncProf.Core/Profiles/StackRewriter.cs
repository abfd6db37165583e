namespace AsyncProf.Profiles;

/// <summary>Makes a profile from another by giving each stack another place, or none. What shares a place is added up; no time changes.</summary>
internal sealed class StackRewriter(ProfileData from)
{
    /// <summary>The place of a stack that is left out.</summary>
    public const int Dropped = -1;

    public ProfileDataBuilder To { get; } = new();

    /// <summary>Copies all samples to the places of their stacks.</summary>
    /// <param name="places">For each stack of the source, its stack in <see cref="To"/>, or <see cref="Dropped"/>.</param>
    /// <param name="countsCalls">Whether the calls of a source's stack still are calls where they come to.</param>
    /// <param name="keepNotes">Whether what is noted of methods and roots still holds.</param>
    public ProfileData Rewrite(IReadOnlyList<int> places, Func<int, bool> countsCalls, bool keepNotes)
    {
        foreach (Sample sample in from.Samples)
        {
            if (places[sample.Stack] == Dropped)
                continue;
            bool counts = countsCalls(sample.Stack);
            To.Add(sample with { Stack = places[sample.Stack], Calls = counts ? sample.Calls : 0, WallNs = counts ? sample.WallNs : 0 });
        }

        if (keepNotes)
        {
            foreach ((string method, MethodNotes notes) in from.Methods)
                To.Note(method, notes);
            foreach (((string kind, string name), RootNotes notes) in from.Roots)
                To.Note(kind, name, notes);
        }

        return To.Build();
    }
}
