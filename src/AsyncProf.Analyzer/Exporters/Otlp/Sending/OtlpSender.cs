namespace AsyncProf.Exporters.Otlp.Sending;

/// <summary>
/// Sends batches to a receiver, one after the other and no faster than it takes them. What it does not take for now is sent again, as long as there is patience; then the receiver is let alone for a
/// while, and what comes meanwhile is lost, and counted.
/// </summary>
/// <param name="client">What posts them.</param>
/// <param name="time">The clock.</param>
internal sealed class OtlpSender(OtlpClient client, TimeProvider time)
{
    /// <summary>So long it is tried to deliver a batch, and so long a receiver is let alone that did not take one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(8);

    private readonly OtlpProto _proto = new();
    private volatile bool _isPatient;
    private bool _hasWarned;
    private DateTimeOffset _silentUntil = DateTimeOffset.MinValue;

    /// <summary>Whether it is tried without end, because what comes meanwhile can wait. It may change at any time, on any thread.</summary>
    public bool IsPatient
    {
        get => _isPatient;
        set => _isPatient = value;
    }

    /// <summary>Gets what is wrong, once, where a batch is tried for long.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Spans that the receiver has.</summary>
    public long Delivered { get; private set; }

    /// <summary>Spans that it did not want.</summary>
    public long Rejected { get; private set; }

    /// <summary>Spans that could not be delivered.</summary>
    public long Lost { get; private set; }

    /// <summary>What was wrong last, as the end of a sentence; empty for nothing.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Sends a batch; it never fails, but counts.</summary>
    /// <param name="resource">What it is of.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="stop">Gives it up.</param>
    public async Task SendAsync(OtlpResource resource, IReadOnlyList<OtlpSpan> spans, CancellationToken stop)
    {
        if (stop.IsCancellationRequested || time.GetUtcNow() < _silentUntil)
        {
            Lost += spans.Count;
            return;
        }

        byte[] body = _proto.Write(resource, spans).ToArray();
        try
        {
            await SendAsync(body, spans.Count, stop);
        }
        catch (OperationCanceledException)
        {
            Lost += spans.Count;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> body, int spans, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        for (TimeSpan next = FirstWait; ; next = next * 2 < LongestWait ? next * 2 : LongestWait)
        {
            OtlpAnswer answer = await client.PostAsync(body, stop);
            if (answer.Problem.Length > 0)
                Problem = answer.Problem;
            if (answer.IsDelivered)
            {
                long rejected = Math.Min(answer.Rejected, spans);
                Rejected += rejected;
                Delivered += spans - rejected;
                return;
            }

            TimeSpan wait = answer.After ?? next * (0.8 + (Random.Shared.NextDouble() * 0.4)); // not all who wait come back at once
            bool isLong = time.GetElapsedTime(begun) + wait > Patience;
            if (isLong && _isPatient && answer.MayRepeat && !_hasWarned)
            {
                _hasWarned = true;
                Warn?.Invoke(answer.Problem);
            }

            if (!answer.MayRepeat || (isLong && !_isPatient))
            {
                Lost += spans;
                if (answer.MayRepeat)
                    _silentUntil = time.GetUtcNow() + Patience;
                return;
            }

            await Task.Delay(wait < Patience ? wait : Patience, time, stop);
        }
    }
}
