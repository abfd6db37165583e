namespace AsyncProf.Cli.Output;

/// <summary>The standard output: where it cannot be written, because a disk is full for example, that is the user's to know in a sentence and no crash. A reader that has gone is no error.</summary>
/// <param name="output">The stream of the process.</param>
internal sealed class StandardOutput(Stream output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="UserError">It cannot be written.</exception>
    public override void Flush() => Guard(output.Flush);

    /// <exception cref="UserError">It cannot be written.</exception>
    public override void Write(byte[] buffer, int offset, int count) => Guard(() => output.Write(buffer, offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw new UserError($"The standard output cannot be written: {exception.Message}");
        }
    }
}
