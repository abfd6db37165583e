using System.Text;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>A text of few lines, whatever it tells of: each part has a number of lines and of bytes that it does not exceed, and says what it leaves out.</summary>
internal sealed class BriefWriter
{
    /// <summary>What a brief has at the most. The parts share it out among themselves; tests hold them to it.</summary>
    public const int MostLines = 60, MostBytes = 8192;

    /// <summary>The version of the form; keys are added within one, and none changes its meaning.</summary>
    public const string Schema = "asyncprof.brief/1";

    private const int BytesOfMore = 40;

    private readonly StringBuilder _text = new();

    /// <param name="of">What the brief is of: a word.</param>
    public BriefWriter(string of) => Line(new BriefLine("brief").Text("schema", Schema).Word("of", of));

    /// <summary>A line that is always there.</summary>
    public void Line(BriefLine line) => _text.Append(line).Append('\n');

    /// <summary>The first of some rows, and how many more there are.</summary>
    /// <param name="kind">How their lines begin.</param>
    /// <param name="rows">The rows, the most important first.</param>
    /// <param name="lines">How many at the most.</param>
    /// <param name="bytes">How many bytes they may take together.</param>
    /// <param name="write">Writes one.</param>
    public void Rows<T>(string kind, IReadOnlyCollection<T> rows, int lines, int bytes, Func<T, string> write)
    {
        int shown = 0, room = bytes - BytesOfMore;
        foreach (string line in rows.Take(lines).Select(write))
        {
            room -= Encoding.UTF8.GetByteCount(line) + 1;
            if (room < 0)
                break;
            _text.Append(line).Append('\n');
            shown++;
        }

        if (rows.Count > shown)
            Line(new BriefLine("more").Word("of", kind).Count("count", rows.Count - shown));
    }

    /// <summary>Commands that tell more, each as it is to be typed: the rest of its line behind <c>run</c>. One that cannot be printed as it is is left out.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="lines">How many at the most.</param>
    /// <param name="bytes">How many bytes they may take together.</param>
    public void Commands(IReadOnlyCollection<string> commands, int lines, int bytes) => Rows("run", [.. commands.Where(command => PlainText.Printable(command) == command)], lines, bytes, command => "run " + command);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
