using System.Globalization;
using System.Text.Json;
using AsyncProf.EndToEnd.Tests.Recording;

namespace AsyncProf.EndToEnd.Tests.Heap;

/// <summary>The program whose operations never end and keep objects of known sizes, with what it says of itself.</summary>
internal sealed class KeepingForms : IAsyncDisposable
{
    private readonly List<(string Frames, string[] Own, string Shared)> _told = [];

    private KeepingForms(RunningProgram program) => Program = program;

    public RunningProgram Program { get; }

    public static async Task<KeepingForms> StartAsync(string path)
    {
        var forms = new KeepingForms(RunningProgram.Start(path, "kept"));
        while (await forms.Program.ReadLineAsync() is { } line && line != "ready")
        {
            if (line.Split('\t') is not [var frames, var own, var shared, var sharers])
                throw new InvalidDataException(line);
            forms._told.Add((frames, own.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"{shared} by {sharers}"));
        }

        return forms;
    }

    /// <summary>Each stack with what each of its locals keeps, in bytes and objects, and what it shares with how many.</summary>
    public List<string> Expected() => [.. _told.Select(form => Line(form.Frames, form.Own, form.Shared)).Order(StringComparer.Ordinal)];

    /// <summary>Each stack with what all of its locals keep: the runtime gives them no names where it suspends methods itself, and a method that runs has none either.</summary>
    public List<string> ExpectedSums(string running) => [.. _told.Where(form => form.Frames != running).Select(form => Line(form.Frames, [Sum(form.Own)], form.Shared)).Order(StringComparer.Ordinal)];

    /// <summary>The stacks of a dump in the same words.</summary>
    public static List<string> Told(JsonElement kept, bool isSummed)
    {
        JsonElement[] groups = [.. kept.GetProperty("shared").EnumerateArray()];
        return [.. kept.GetProperty("stacks").EnumerateArray().Select(stack =>
        {
            string frames = string.Join('|', stack.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("name").GetString()!.Replace("Pending.Keepers.", "", StringComparison.Ordinal).Replace("Pending.", "", StringComparison.Ordinal)));
            string[] own = [.. stack.GetProperty("locals").EnumerateArray().Select(local => $"{local.GetProperty("name").GetString()}={local.GetProperty("bytes").GetInt64()}/{local.GetProperty("objects").GetInt64()}")];
            int sharers = groups.Where(group => group.GetProperty("stacks").EnumerateArray().Any(id => id.GetInt32() == stack.GetProperty("id").GetInt32())).Select(group => group.GetProperty("sharers").GetInt32()).DefaultIfEmpty().Max();
            return Line(frames, isSummed ? [Sum(own)] : own, $"{stack.GetProperty("sharedBytes").GetInt64()} by {sharers}");
        }).Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();

    private static string Line(string frames, string[] own, string shared) => $"{frames}: {string.Join(' ', own.Order(StringComparer.Ordinal))}, shared {shared}";

    private static string Sum(string[] own)
    {
        (long Bytes, long Objects)[] each = [.. own.Select(local => local[(local.LastIndexOf('=') + 1)..].Split('/')).Select(pair => (long.Parse(pair[0], CultureInfo.InvariantCulture), long.Parse(pair[1], CultureInfo.InvariantCulture)))];
        return $"{each.Sum(local => local.Bytes)}/{each.Sum(local => local.Objects)}";
    }
}
