using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests.Names;

/// <summary>A console that keeps what it is given.</summary>
internal sealed class CapturedConsole : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StreamWriter _text;
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    public CapturedConsole()
    {
        _text = OutputText.Over(_output);
        _text.AutoFlush = true;
        Console = new CliConsole(_text, new Lazy<Stream>(_output), _errors, Path.GetTempPath());
    }

    public CliConsole Console { get; }

    public byte[] Output => _output.ToArray();

    public string Errors => _errors.ToString();

    public void Dispose()
    {
        _text.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }
}
