using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Profiles.Pprof;

/// <summary>
/// What a profile knows beside its samples, as comments: a line <c>asyncprof.key=value</c> for each field of the recording block, and a line of JSON for each
/// method and each name of roots that has something to note. With them a file tells the same numbers as the profile in memory.
/// </summary>
internal static class PprofComments
{
    private const int MaximumDepth = 4;

    public static IEnumerable<string> Of(RecordingInfo recording, ProfileData data)
    {
        foreach (RecordingField field in RecordingFields.All)
            yield return $"{PprofNames.CommentPrefix}{field.Name}={Text(field.Get(recording))}";
        foreach (Frame frame in data.Frames.Where(frame => frame.Kind is FrameKind.Method or FrameKind.Entry))
        {
            MethodNotes notes = data.Methods.GetValueOrDefault(frame.Name) ?? new MethodNotes();
            if (notes != new MethodNotes() || frame.Overload.Length > 0 || frame.IsFramework != Frame.LooksFramework(frame.Name))
                yield return PprofNames.MethodComment + Json(frame, notes);
        }

        foreach (((string kind, string name), RootNotes notes) in data.Roots)
            yield return PprofNames.RootComment + JsonSerializer.Serialize(new object[] { kind, name, notes.MaxNs });
    }

    /// <summary>Takes one comment in. What is not ours is passed over.</summary>
    /// <exception cref="InvalidDataException">It is ours, and says nothing that can be.</exception>
    public static void Read(string comment, ref RecordingInfo recording, Dictionary<string, FrameFacts> frames, ProfileDataBuilder builder)
    {
        try
        {
            if (comment.StartsWith(PprofNames.MethodComment, StringComparison.Ordinal))
                ReadMethod(Parse(comment[PprofNames.MethodComment.Length..]), frames, builder);
            else if (comment.StartsWith(PprofNames.RootComment, StringComparison.Ordinal) && Parse(comment[PprofNames.RootComment.Length..]) is var root)
                builder.Note(root[0].GetString() ?? "", root[1].GetString() ?? "", new RootNotes(root[2].GetInt64(), null));
            else if (comment.StartsWith(PprofNames.CommentPrefix, StringComparison.Ordinal) && comment.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
                recording = RecordingFields.Find(comment[PprofNames.CommentPrefix.Length..equals]) is { } field ? field.Set(recording, comment[(equals + 1)..]) : recording;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("a comment of AsyncProf's own in it cannot be read", exception);
        }
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        return document.RootElement.Clone();
    }

    private static string Json(Frame frame, MethodNotes notes) => JsonSerializer.Serialize(new object[]
    {
        frame.Name, frame.Overload, frame.IsFramework, notes.MaxNs, notes.PrefixAtMostNs, notes.PrefixUnknown,
    });

    private static void ReadMethod(JsonElement method, Dictionary<string, FrameFacts> frames, ProfileDataBuilder builder)
    {
        string name = method[0].GetString() ?? "";
        frames[name] = new FrameFacts(method[1].GetString() ?? "", method[2].GetBoolean());
        var notes = new MethodNotes { MaxNs = method[3].GetInt64(), PrefixAtMostNs = method[4].GetInt64(), PrefixUnknown = method[5].GetInt64() };
        if (notes != new MethodNotes())
            builder.Note(name, notes);
    }

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double share => share.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
