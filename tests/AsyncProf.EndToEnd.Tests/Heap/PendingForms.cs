using System.Globalization;
using System.Text.Json;
using AsyncProf.EndToEnd.Tests.Recording;

namespace AsyncProf.EndToEnd.Tests.Heap;

/// <summary>The program whose operations never end, with what it says of itself.</summary>
internal sealed class PendingForms : IAsyncDisposable
{
    private readonly RunningProgram _program;
    private readonly Dictionary<string, int> _lines = [];

    private PendingForms(RunningProgram program) => _program = program;

    public RunningProgram Program => _program;

    /// <summary>Each form's methods and what the innermost waits for, with lines where the program tells them.</summary>
    public List<string> Expected { get; } = [];

    public static async Task<PendingForms> StartAsync(string path)
    {
        var forms = new PendingForms(RunningProgram.Start(path));
        var told = new List<(string[] Frames, string Leaf)>();
        while (await forms._program.ReadLineAsync() is { } line && line != "ready")
        {
            if (line.Split('\t') is not [var name, var second, var third])
                throw new InvalidDataException(line);
            if (name == "line")
                forms._lines[second] = int.Parse(third, CultureInfo.InvariantCulture);
            else
                told.Add((second.Split('|'), third));
        }

        forms.Expected.AddRange(told.Select(form => string.Join(" > ", [.. form.Frames.Select(forms.WithLine), .. form.Leaf.Length == 0 ? (string[])[] : [form.Leaf]])));
        return forms;
    }

    /// <summary>The stacks of a dump in the same words; those of the frameworks alone are left out.</summary>
    public List<string> Told(string json)
    {
        var told = new List<string>();
        foreach (JsonElement stack in JsonDocument.Parse(json).RootElement.GetProperty("stacks").EnumerateArray())
        {
            string text = string.Join(" > ", stack.GetProperty("frames").EnumerateArray().Where(IsOwn).Select(TextOf));
            if (text.Length > 0)
                told.AddRange(Enumerable.Repeat(text, stack.GetProperty("count").GetInt32()));
        }

        return told;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static bool IsOwn(JsonElement frame) => frame.GetProperty("name").GetString()!.StartsWith("System.", StringComparison.Ordinal) is false;

    private string WithLine(string frame) => _lines.TryGetValue(frame.Split('.')[^1], out int line) ? string.Create(CultureInfo.InvariantCulture, $"{frame}:{line}") : frame;

    private string TextOf(JsonElement frame)
    {
        string name = frame.GetProperty("name").GetString()!;
        if (frame.GetProperty("kind").GetString() == "leaf")
            return name;
        name = name.Replace("Pending.", "", StringComparison.Ordinal).Replace("Forms.", "", StringComparison.Ordinal);
        if (frame.GetProperty("kind").GetString() == "cycle")
            return $"{name}:{_lines[name]}"; // one that stands above with its line
        return _lines.ContainsKey(name.Split('.')[^1]) ? string.Create(CultureInfo.InvariantCulture, $"{name}:{(frame.TryGetProperty("line", out JsonElement line) ? line.GetInt32() : 0)}") : name;
    }
}
