using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Exporters.Otlp.Sending;
using AsyncProf.Live;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>
/// Sends the spans of one recording to a receiver: while it is made where an agent tells all names, and at its end where the whole of it tells them. It never makes a recording fail.
/// </summary>
/// <param name="endpoint">The receiver.</param>
/// <param name="options">Which spans.</param>
/// <param name="inference">Which edges may be inferred.</param>
/// <param name="console">Where it is said what became of them.</param>
internal sealed class SpanUpload(OtlpEndpoint endpoint, OtlpOptions options, Inference inference, CliConsole console) : IDisposable
{
    /// <summary>So long it may take to send what is left before it is said that this is what goes on.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _http = OtlpClient.CreateHttp();
    private readonly CancellationTokenSource _givenUp = new();
    private OtlpSender? _sender;
    private RecordedSpans? _spans;
    private LiveSpans? _live;

    private OtlpSender Sender => _sender ??= new OtlpSender(new OtlpClient(_http, endpoint, TimeProvider.System), TimeProvider.System)
    {
        Warn = problem => console.Say($"{endpoint.Shown} takes no spans: {problem.TrimEnd('.')}.{endpoint.Hint} They are tried again until the recording ends."),
    };

    /// <summary>Begins to send, if that can be done meanwhile.</summary>
    /// <param name="recording">The recording, which is being written.</param>
    /// <param name="file">Its file.</param>
    public void Follow(StartedRecording recording, string file)
    {
        if (recording.Recorder.Source != RecordingSource.Agent || recording.IsProvisional)
            return;
        _spans = new RecordedSpans(options, Send);
        Sender.IsPatient = true; // the file keeps what comes meanwhile
        _live = new LiveSpans(file, inference.Rules, _spans);
    }

    /// <summary>The recording is whole: sends what has not been sent, and says what became of all.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="kept">Where it stays; null if it is thrown away.</param>
    /// <param name="stop">Gives up what is left, unless it is what ended the recording.</param>
    public void Finish(string file, string? kept, CancellationToken stop)
    {
        using CancellationTokenRegistration givingUp = stop.IsCancellationRequested ? default : stop.Register(_givenUp.Cancel);
        using var telling = new Timer(_ => console.Tell($"Sending what is left to {endpoint.Shown}; Ctrl+C ends that."), null, Silence, Timeout.InfiniteTimeSpan);
        Sender.IsPatient = false;
        SpanTally tally;
        Exception? failure = null;
        if (_live is not null)
        {
            _live.Finish();
            (tally, failure) = (_spans!.Tally, _live.Failure);
        }
        else
        {
            var export = new SpanExport(options, inference);
            try
            {
                export.Run([file], Send);
            }
            catch (Exception exception)
            {
                failure = exception; // there is a recording all the same
            }

            tally = export.Tally;
        }

        if (failure is not null)
            console.Say($"Not all spans could be made: {failure.Message.TrimEnd('.')}.");
        telling.Change(Timeout.Infinite, Timeout.Infinite);
        Tell(tally, kept);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _givenUp.Cancel(); // if the recording failed, somebody may still send
        _live?.Dispose();
        _http.Dispose();
    }

    private void Send(OtlpResource resource, IReadOnlyList<OtlpSpan> spans) => Sender.SendAsync(resource, spans, _givenUp.Token).GetAwaiter().GetResult();

    private void Tell(SpanTally tally, string? kept)
    {
        console.Tell(FormattableString.Invariant($"{endpoint.Shown}: {Sender.Delivered:N0} of {SpanExport.Summary(tally)}"));
        if (Sender.Rejected > 0)
            console.Say(FormattableString.Invariant($"{endpoint.Shown} rejected {Sender.Rejected:N0} spans: {(Sender.Problem.Length > 0 ? Sender.Problem : "it does not say why")}."));
        if (Sender.Lost == 0)
            return;
        string rest = kept is null ? "" : $" The recording is whole: asyncprof export {kept} -o FILE.otlp.jsonl writes them all.";
        console.Say(FormattableString.Invariant($"{Sender.Lost:N0} of {tally.Spans:N0} spans could not be delivered to {endpoint.Shown}: {(_givenUp.IsCancellationRequested ? "it was ended" : Sender.Problem.TrimEnd('.'))}.{endpoint.Hint}{rest}"));
    }
}
