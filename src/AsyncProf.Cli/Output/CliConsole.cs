using AsyncProf.Profiles.Text;

namespace AsyncProf.Cli.Output;

/// <summary>What a command has around it: the standard streams and the current folder, those of the process or of a test.</summary>
/// <param name="output">Results as text.</param>
/// <param name="bytes">Results as bytes, to the same place.</param>
/// <param name="errors">Errors and progress.</param>
/// <param name="folder">The current folder.</param>
internal sealed class CliConsole(TextWriter output, Lazy<Stream> bytes, TextWriter errors, string folder)
{
    /// <summary>Results as text.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Errors and progress.</summary>
    public TextWriter Errors { get; } = errors;

    /// <summary>The standard error as bytes.</summary>
    public Lazy<Stream> ErrorBytes { get; private init; } = new(Stream.Null);

    /// <summary>The current folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether it is that of the process.</summary>
    public bool IsOfProcess { get; private init; }

    public bool IsOutputTerminal { get; private init; }

    public bool IsErrorTerminal { get; private init; }

    /// <summary>The console of this process.</summary>
    public static CliConsole OfProcess()
    {
        var output = new StandardOutput(Console.OpenStandardOutput());
        StreamWriter text = OutputText.Over(output);
        text.AutoFlush = true;
        return new(Console.IsOutputRedirected ? text : Console.Out, new Lazy<Stream>(output), Console.Error, Directory.GetCurrentDirectory())
        {
            ErrorBytes = new Lazy<Stream>(Console.OpenStandardError),
            IsOfProcess = true,
            IsOutputTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
        };
    }

    /// <summary>Writes bytes to the standard output.</summary>
    public void WriteBytes(Action<Stream> write)
    {
        write(bytes.Value);
        bytes.Value.Flush();
    }

    /// <summary>Writes one line of results; what it names may come from anywhere.</summary>
    public void List(string line) => Output.WriteLine(PlainText.Printable(line));

    /// <summary>Tells something on the standard error; what it names may come from anywhere.</summary>
    public void Tell(string line) => Errors.WriteLine(PlainText.Printable(line));

    /// <summary>Says one sentence on the standard error, as this tool's.</summary>
    public void Say(string sentence) => Errors.WriteLine($"asyncprof: {PlainText.Printable(sentence)}");
}
