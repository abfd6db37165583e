namespace AsyncProf.Decoding;

/// <summary>A file that is being written, read to where it ends now and on from there, until it is told to stop.</summary>
internal sealed class FollowedFile(string path, CancellationToken stop) : Stream
{
    private const int WaitMilliseconds = 100;

    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (!stop.IsCancellationRequested && (read = _file.Read(buffer, offset, count)) == 0 && count > 0 && !stop.WaitHandle.WaitOne(WaitMilliseconds))
        {
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
