using Spectre.Console;

namespace AsyncProf.Cli.Output;

/// <summary>
/// Where text results go. On a terminal it is as wide as that and in colours, unless <c>NO_COLOR</c> says otherwise; in a file or a pipe it is plain.
/// </summary>
internal sealed class Terminal
{
    private const int Narrowest = 80, Widest = 200, Plain = 120;

    private static readonly (string Begins, Style Style)[] Severities =
    [
        ("error ", new Style(Color.Red, decoration: Decoration.Bold)),
        ("warning ", new Style(Color.Yellow, decoration: Decoration.Bold)),
        ("info ", new Style(Color.Blue, decoration: Decoration.Bold)),
        ("▲ ", new Style(Color.Red)),
        ("▼ ", new Style(Color.Blue)),
    ];

    private readonly TextWriter _output;
    private readonly IAnsiConsole? _console;

    private Terminal(TextWriter output, IAnsiConsole? console) => (_output, _console) = (output, console);

    /// <summary>How many columns a line may take.</summary>
    public int Width => _console is null ? Plain : Math.Clamp(_console.Profile.Width, Narrowest, Widest);

    /// <summary>The terminal, file or pipe behind the standard output.</summary>
    public static Terminal Of(CliConsole console) => new(console.Output, console.IsOutputTerminal ? AnsiConsole.Create(new AnsiConsoleSettings()) : null);

    /// <summary>Writes lines that are no wider than <see cref="Width"/>.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="hasHead">Whether the first is the head of a table.</param>
    /// <param name="dim">Which lines say less than the others; null for none.</param>
    public void Write(string text, bool hasHead, IReadOnlyList<bool>? dim = null)
    {
        if (_console is null)
        {
            _output.Write(text);
            return;
        }

        string[] lines = text.TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
            _console.Write(new Text(lines[i] + "\n", i == 0 && hasHead ? new Style(decoration: Decoration.Bold) : i < dim?.Count && dim[i] ? new Style(Color.Grey) : StyleOf(lines[i])));
    }

    private static Style StyleOf(string line)
    {
        foreach ((string begins, Style style) in Severities)
        {
            if (line.StartsWith(begins, StringComparison.Ordinal))
                return style;
        }

        return Style.Plain;
    }
}
