using System.Net;
using System.Net.Http.Headers;

namespace AsyncProf.Exporters.Otlp.Sending;

/// <summary>Posts batches to a receiver, each once.</summary>
/// <param name="http">What requests go through.</param>
/// <param name="endpoint">The receiver.</param>
/// <param name="time">The clock.</param>
internal sealed class OtlpClient(HttpMessageInvoker http, OtlpEndpoint endpoint, TimeProvider time)
{
    /// <summary>As long as an OpenTelemetry SDK waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>An answer is some bytes; in bytes.</summary>
    private const int LongestAnswer = 64 << 10;

    /// <summary>What requests go through: to where they are told to go and no further, for they may carry a token.</summary>
    public static HttpMessageInvoker CreateHttp() => new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    /// <summary>Posts a batch.</summary>
    public async Task<OtlpAnswer> PostAsync(ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using HttpRequestMessage request = Request(body);
            using HttpResponseMessage response = await http.SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new OtlpAnswer(false, true, FormattableString.Invariant($"it did not answer within {Patience.TotalSeconds:0} s"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new OtlpAnswer(false, true, exception.GetBaseException().Message);
        }
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        request.Headers.TryAddWithoutValidation("User-Agent", $"asyncprof/{OtlpResource.Version}");
        foreach ((string key, string value) in endpoint.Headers)
            request.Headers.TryAddWithoutValidation(key, value);
        return request;
    }

    private async Task<OtlpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode)
        {
            (long rejected, string message) = PartialSuccess.Read(await BodyAsync(response, stop));
            return new OtlpAnswer(true, false, message) { Rejected = rejected };
        }

        // As the protocol has it: all others will not take it the next time either.
        bool mayRepeat = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        return new OtlpAnswer(false, mayRepeat, FormattableString.Invariant($"it answered {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd()) { After = AfterOf(response.Headers.RetryAfter) };
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken stop)
    {
        byte[] body = new byte[LongestAnswer];
        await using Stream stream = await response.Content.ReadAsStreamAsync(stop);
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
        return body[..length];
    }

    private TimeSpan? AfterOf(RetryConditionHeaderValue? header)
    {
        TimeSpan? after = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
