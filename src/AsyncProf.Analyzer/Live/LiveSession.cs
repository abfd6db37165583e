using System.IO.Pipelines;
using System.Threading.Channels;
using AsyncProf.Decoding;
using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Live;

/// <summary>
/// Looks at a process while it runs. Its events are decoded on a thread of their own as they come, and once an interval that thread takes a picture. Nothing is kept of
/// the events but what is added up, so that it takes no more memory after hours.
/// </summary>
internal sealed class LiveSession : IAsyncDisposable
{
    /// <summary>What may wait between the process and the decoder, in bytes; beyond it the process keeps its events, to a bound, and then loses them, which is told.</summary>
    private const long MostWaiting = 16 << 20;

    /// <summary>Who shows pictures and is slow misses some.</summary>
    private const int MostPictures = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LiveRecorder _recorder;
    private readonly LiveOptions _options;
    private readonly IReadOnlyCollection<string> _modules;
    private readonly Pipe _pipe;
    private readonly Channel<LiveSnapshot> _pictures = Channel.CreateBounded<LiveSnapshot>(new BoundedChannelOptions(MostPictures) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true });
    private readonly TaskCompletionSource _decoded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveDecoder? _decoder;
    private volatile bool _isOver;
    private volatile bool _forgets;
    private bool _hasBegun;

    private LiveSession(LiveRecorder recorder, LiveOptions options, Pipe pipe, IReadOnlyCollection<string> modules) => (_recorder, _options, _pipe, _modules) = (recorder, options, pipe, modules);

    /// <summary>What is looked at.</summary>
    public LiveOptions Options => _options;

    /// <summary>The pictures, the oldest first. They end with the process or with <see cref="StopAsync"/>, or in a <see cref="RecordingException"/>.</summary>
    public ChannelReader<LiveSnapshot> Pictures => _pictures.Reader;

    /// <summary>Begins.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source.</param>
    /// <param name="interval">The time from one picture to the next.</param>
    /// <param name="warn">Gets a sentence where something other than what was asked for is done.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <exception cref="RecordingException">It cannot be looked at.</exception>
    public static async Task<LiveSession> StartAsync(TargetProcess target, RecordingSource source, TimeSpan interval, Action<string> warn, CancellationToken cancellationToken)
    {
        LiveRecorder recorder = await LiveRecorder.StartAsync(target, source, warn, cancellationToken);
        try
        {
            bool isAgents = recorder.Recorder.Source == RecordingSource.Agent;
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: MostWaiting, resumeWriterThreshold: MostWaiting / 2, useSynchronizationContext: false));
            await recorder.WriteAsync(pipe.Writer.AsStream(leaveOpen: true), cancellationToken);
            IReadOnlyCollection<string> modules = isAgents ? [] : await LoadedModules.PathsAsync(target.Pid, patience.Token);
            var session = new LiveSession(recorder, new LiveOptions(target.Name, target.Pid, recorder.Runtime, isAgents ? "agent" : "eventpipe", interval), pipe, modules);
            session.Begin();
            return session;
        }
        catch
        {
            recorder.Dispose();
            throw;
        }
    }

    /// <summary>Has what was seen before the window that goes on now forgotten.</summary>
    public void Forget()
    {
        _forgets = true; // in case that nothing has come yet
        Volatile.Read(ref _decoder)?.Forget();
    }

    /// <summary>Ends it; the process goes on.</summary>
    /// <param name="readsRest">Whether what has come by now is still shown.</param>
    public async Task StopAsync(bool readsRest)
    {
        _isOver = !readsRest;
        await _recorder.Recorder.StopAsync();
        await _decoded.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _recorder.Dispose(); // ends the stream, if it has not ended
        await _decoded.Task;
    }

    private void Begin()
    {
        _recorder.Recorder.Completion.ContinueWith(_ => _pipe.Writer.Complete(), TaskScheduler.Default);
        new Thread(Run) { IsBackground = true, Name = "AsyncProf decoder" }.Start();
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            Decode(_pipe.Reader.AsStream());
        }
        catch (InvalidDataException exception)
        {
            if (_hasBegun) // else it has ended before it did anything
                failure = new RecordingException(FormattableString.Invariant($"What process {_options.Pid} sends cannot be read: {exception.Message}."), exception);
        }
        catch (Exception exception)
        {
            failure = exception; // a bug of ours keeps its stack trace
        }

        _pipe.Reader.Complete();
        if (_recorder.Recorder.Completion.Exception is { } sent)
            failure = sent.InnerException;
        _pictures.Writer.TryComplete(failure);
        _decoded.SetResult();
    }

    private void Decode(Stream stream)
    {
        byte[] head = new byte[NettraceHeader.Length];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length < head.Length)
            return; // it has ended before it said anything
        NettraceHeader header = NettraceHeader.In(head) ?? throw new RecordingException(FormattableString.Invariant($"What process {_options.Pid} sends cannot be read: it is of a version of the format that is not known."));
        using var decoder = new LiveDecoder(header, _options, () => _recorder.Recorder.Bytes, picture => _pictures.Writer.TryWrite(picture));
        foreach (string module in _modules)
            decoder.AddModule(module);
        Volatile.Write(ref _decoder, decoder);
        if (_forgets)
            decoder.Forget();
        NettraceReader.Read(
            new PeekedStream(head, stream),
            (provider, id, thread, timestamp, payload) =>
            {
                _hasBegun = true;
                if (!_isOver)
                    decoder.Take(provider, id, thread, timestamp, payload);
            },
            decoder.Lose);
        if (!_isOver)
            decoder.Finish();
    }
}
