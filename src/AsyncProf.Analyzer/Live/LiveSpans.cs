using AsyncProf.Decoding;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Recording.Attaching;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Live;

/// <summary>
/// Makes spans of an agent's recording while it is written, by reading its file behind the writer, on a thread of its own: whoever takes them may be slow, and holds up neither the recording nor
/// the process.
/// </summary>
internal sealed class LiveSpans : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Thread _thread;

    /// <summary>Begins to read.</summary>
    /// <param name="path">The file; it is there already.</param>
    /// <param name="rules">Which edges may be inferred.</param>
    /// <param name="spans">Gets the spans.</param>
    public LiveSpans(string path, EdgeRules rules, RecordedSpans spans)
    {
        _thread = new Thread(() => Run(path, rules, spans)) { IsBackground = true, Name = "AsyncProf spans" };
        _thread.Start();
    }

    /// <summary>What made it end before the recording; null for nothing.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>All of the recording is in its file: waits until it has been read, and its spans taken.</summary>
    public void Finish()
    {
        _over.Cancel();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_thread.Join(TimeSpan.Zero))
            _over.Dispose();
        else
            _over.Cancel();
    }

    private void Run(string path, EdgeRules rules, RecordedSpans spans)
    {
        try
        {
            using var file = new FollowedFile(path, _over.Token) { ReadsRest = true };
            byte[] head = new byte[NettraceHeader.Length];
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
                return; // nothing has come
            NettraceHeader header = NettraceHeader.In(head) ?? throw new InvalidDataException("it is of a version of the format that is not known");
            using var decoder = new SpanDecoder(header, rules, spans);
            NettraceReader.Read(new PeekedStream(head, file), decoder.Take);
            decoder.Finish();
        }
        catch (Exception exception)
        {
            Failure = exception; // the recording goes on without them
        }
    }
}
