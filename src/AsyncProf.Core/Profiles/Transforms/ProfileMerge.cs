using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Adds profiles up.</summary>
internal static class ProfileMerge
{
    /// <summary>The sum of profiles.</summary>
    /// <param name="profiles">One or more.</param>
    /// <param name="memory">What the sum takes is charged there; null where it is not bounded.</param>
    public static AsyncProfile Of(IReadOnlyList<AsyncProfile> profiles, MemoryAccount? memory = null)
    {
        var builder = new ProfileDataBuilder(memory);
        Int128 total = 0;
        foreach (AsyncProfile profile in profiles)
        {
            ProfileData data = profile.Data;
            foreach (StackCharge sample in data.Samples)
                total += sample.Sums.Total;
            if (total > long.MaxValue)
                throw new InvalidDataException("together they add up to more than 292 years");
            var places = new int[data.Stacks.Count];
            for (int stack = 1; stack < places.Length; stack++)
                places[stack] = builder.Intern(places[data.Stacks[stack].Parent], builder.Intern(data.FrameOf(stack)), data.Stacks[stack].Line);
            int[] links = [0, .. data.Links.Select(builder.Link)];
            foreach (StackCharge sample in data.Samples)
                builder.Add(sample with { Stack = places[sample.Stack], Tags = sample.Tags.LinkedTo(links[sample.Tags.Link]) });
            foreach (((FrameKind kind, string method), MethodNotes notes) in data.Methods)
                builder.Note(kind, method, notes);
            builder.NoteAllButMethods(data);
        }

        builder.Timeline = TimelineMerge.Of(profiles);
        ProfileData sum = builder.Build();
        try
        {
            return new AsyncProfile(
                RecordingFields.Merge([.. profiles.Select(profile => profile.Recording)]) with
                {
                    UnattributedShare = Unattributed.Share(sum),
                    AmbiguousShare = Unattributed.AmbiguousShare(sum),
                    UnknownAwaitShare = UnknownWaits.Share(sum),
                    AwaiterUnknownShare = UnknownAwaiters.Share(sum),
                },
                sum);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException("together they count more than can be", exception);
        }
    }
}
