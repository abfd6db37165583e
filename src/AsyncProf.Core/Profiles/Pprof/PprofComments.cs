using System.Globalization;
using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>
/// What a profile knows beside its samples. The recording block is comments, a line <c>asyncprof.key=value</c> for each field. What is noted of methods and roots
/// is JSON in strings that nothing refers to: viewers print every comment, and this is not for them. With it a file tells the same as the profile in memory;
/// without it, as after <c>go tool pprof -proto</c>, the longest call is known within 5 %.
/// </summary>
internal static class PprofComments
{
    private const int MaximumDepth = 4;

    /// <summary>The comments.</summary>
    public static IEnumerable<string> Of(RecordingInfo recording) => RecordingFields.All.Where(field => field.IsTold(recording)).Select(field => $"{PprofNames.CommentPrefix}{field.Name}={Text(field.Get(recording))}");

    /// <summary>The strings that nothing refers to.</summary>
    public static IEnumerable<string> NotesOf(ProfileData data)
    {
        foreach (Frame frame in data.Frames.Where(frame => frame.Kind is FrameKind.Method or FrameKind.Entry))
        {
            MethodNotes notes = data.Methods.GetValueOrDefault((frame.Kind, frame.Name)) ?? new MethodNotes();
            if (notes != new MethodNotes() || frame.Overload.Length > 0 || frame.PassesOn || frame.Link.Length > 0 || frame.IsFramework != Frame.LooksFramework(frame.Name))
                yield return PprofNames.MethodNote + Json(frame, notes);
        }

        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
            yield return PprofNames.RootNote + JsonSerializer.Serialize(new object[] { kind.ToString(), name, notes.MaxNs, notes.StillRunning, notes.GcNs });
        foreach ((AwaitKey await, AwaitSums sums) in data.Awaits)
            yield return PprofNames.AwaitNote + AwaitNote.Write(await, sums);
        foreach ((SpawnKey spawn, SpawnSums sums) in data.Spawns)
            yield return PprofNames.SpawnNote + SpawnNote.Write(spawn, sums);
        foreach (((FrameKind kind, string name), OutsideSums sums) in data.Outside)
            yield return PprofNames.OutsideNote + OutsideNote.Write(kind, name, sums);
        foreach ((LineKey line, long ns) in data.Lines)
            yield return PprofNames.LineNote + LineNote.Write(line, ns);
    }

    /// <summary>Takes one comment in. What is not ours is passed over.</summary>
    /// <exception cref="InvalidDataException">It is ours, and says nothing that can be.</exception>
    public static RecordingInfo Read(string comment, RecordingInfo recording)
    {
        if (!comment.StartsWith(PprofNames.CommentPrefix, StringComparison.Ordinal) || comment.IndexOf('=', StringComparison.Ordinal) is not (var equals and > 0))
            return recording;
        try
        {
            return RecordingFields.Find(comment[PprofNames.CommentPrefix.Length..equals]) is { } field ? field.Set(recording, comment[(equals + 1)..]) : recording;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new InvalidDataException("a comment of AsyncProf's own in it cannot be read", exception);
        }
    }

    /// <summary>Takes a string in if it is a note. One that cannot be read is none: a method may be called anything.</summary>
    public static void ReadNote(string text, Dictionary<string, FrameFacts> frames, ProfileDataBuilder builder)
    {
        try
        {
            if (text.StartsWith(PprofNames.MethodNote, StringComparison.Ordinal))
                ReadMethod(Parse(text[PprofNames.MethodNote.Length..]), frames, builder);
            else if (text.StartsWith(PprofNames.RootNote, StringComparison.Ordinal) && Parse(text[PprofNames.RootNote.Length..]) is var root)
                builder.Note(Enum.GetValues<RootKind>().First(kind => kind.ToString() == root[0].GetString()), root[1].GetString() ?? "", new RootNotes(Number(root[2]), null) { StillRunning = root.GetArrayLength() > 3 ? Running(root[3]) : -1, GcNs = root.GetArrayLength() > 4 ? Number(root[4]) : 0 });
            else if (text.StartsWith(PprofNames.AwaitNote, StringComparison.Ordinal) && AwaitNote.Read(Parse(text[PprofNames.AwaitNote.Length..])) is var (await, sums))
                builder.Note(await, sums);
            else if (text.StartsWith(PprofNames.SpawnNote, StringComparison.Ordinal) && SpawnNote.Read(Parse(text[PprofNames.SpawnNote.Length..])) is var (spawn, counts))
                builder.Note(spawn, counts);
            else if (text.StartsWith(PprofNames.OutsideNote, StringComparison.Ordinal) && OutsideNote.Read(Parse(text[PprofNames.OutsideNote.Length..])) is var (outside, name, time))
                builder.Note(outside, name, time);
            else if (text.StartsWith(PprofNames.LineNote, StringComparison.Ordinal) && LineNote.Read(Parse(text[PprofNames.LineNote.Length..])) is var (line, running))
                builder.Note(line, running);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            // Not one of ours after all.
        }
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        return document.RootElement.Clone();
    }

    private static string Json(Frame frame, MethodNotes notes) => JsonSerializer.Serialize(new object[]
    {
        frame.Name, frame.Overload, frame.IsFramework, notes.MaxNs, notes.PrefixAtMostNs, notes.PrefixUnknown, notes.LongestRunNs, notes.Yields, frame.Kind == FrameKind.Entry ? 1 : 0, frame.PassesOn ? 1 : 0, notes.PrefixNs,
        notes.GcPaused.RunningNs, notes.GcPaused.WaitingNs, notes.GcPaused.ReadyNs, notes.GcPaused.BlockedNs,
        frame.Link,
    });

    private static void ReadMethod(JsonElement method, Dictionary<string, FrameFacts> frames, ProfileDataBuilder builder)
    {
        string name = method[0].GetString() ?? "";
        FrameKind kind = method[8].GetInt32() == 1 ? FrameKind.Entry : FrameKind.Method;
        if (kind == FrameKind.Method)
            frames[name] = new FrameFacts(method[1].GetString() ?? "", method[2].GetBoolean(), method.GetArrayLength() > 9 && method[9].GetInt32() == 1, method.GetArrayLength() > 15 ? SourceLink.Checked(method[15].GetString() ?? "") : "");
        var notes = new MethodNotes
        {
            MaxNs = Number(method[3]),
            PrefixAtMostNs = Number(method[4]),
            PrefixNs = method.GetArrayLength() > 10 ? Number(method[10]) : 0,
            PrefixUnknown = Number(method[5]),
            LongestRunNs = Number(method[6]),
            Yields = Number(method[7]),
            GcPaused = method.GetArrayLength() > 14 ? new TimeByState(Number(method[11]), Number(method[12]), Number(method[13]), Number(method[14])) : default,
        };
        if (notes != new MethodNotes())
            builder.Note(kind, name, notes);
    }

    /// <summary>How many still ran; negative where who wrote the file did not know.</summary>
    private static long Running(JsonElement value) => value.GetInt64() < 0 ? -1 : Number(value);

    internal static long Number(JsonElement value) => value.GetInt64() is var number and >= 0 and < long.MaxValue / 64 ? number : throw new FormatException("not a number that can be");

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double share => share.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
