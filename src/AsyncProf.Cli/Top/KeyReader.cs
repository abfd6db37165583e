using System.Threading.Channels;

namespace AsyncProf.Cli.Top;

/// <summary>Reads keys on a thread that always waits for one: only then does a terminal not show them.</summary>
internal sealed class KeyReader
{
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateUnbounded<ConsoleKeyInfo>();

    /// <summary>Begins. The thread ends with the process, or with the terminal.</summary>
    public KeyReader() => new Thread(Run) { IsBackground = true, Name = "AsyncProf keys" }.Start();

    /// <summary>The keys as they come.</summary>
    public ChannelReader<ConsoleKeyInfo> Keys => _keys.Reader;

    private void Run()
    {
        try
        {
            while (true)
                _keys.Writer.TryWrite(Console.ReadKey(intercept: true));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // There is no terminal, or not any more.
        }
    }
}
