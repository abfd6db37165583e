using AsyncProf.Decoding;

namespace AsyncProf.Recording.Attaching;

/// <summary>A file that is being written, read to where it ends now and on from there, until it is told to stop.</summary>
internal sealed class FollowedFile(string path, CancellationToken stop) : ForwardStream
{
    private const int WaitMilliseconds = 100;

    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Whether what is there when it is told to stop is still read.</summary>
    public bool ReadsRest { get; init; }

    protected override long Passed => _file.Position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (!stop.IsCancellationRequested && (read = _file.Read(buffer, offset, count)) == 0 && count > 0 && !stop.WaitHandle.WaitOne(WaitMilliseconds))
        {
        }

        return read == 0 && ReadsRest ? _file.Read(buffer, offset, count) : read;
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
