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

    public bool IsOutputTerminal { get; private init; }

    public bool IsErrorTerminal { get; private init; }

    /// <summary>The console of this process.</summary>
    public static CliConsole OfProcess() => new(Console.Out, new Lazy<Stream>(Console.OpenStandardOutput), Console.Error, Directory.GetCurrentDirectory())
    {
        ErrorBytes = new Lazy<Stream>(Console.OpenStandardError),
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
    };

    /// <summary>Writes bytes to the standard output.</summary>
    public void WriteBytes(Action<Stream> write)
    {
        write(bytes.Value);
        bytes.Value.Flush();
    }

    /// <summary>Says one sentence on the standard error, as this tool's.</summary>
    public void Say(string sentence) => Errors.WriteLine($"asyncprof: {PlainText.Printable(sentence)}");
}
