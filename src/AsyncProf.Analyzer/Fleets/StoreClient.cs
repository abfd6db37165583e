using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Fleets;

/// <summary>Asks a store over HTTP, within limits of time and bytes, and a few times more while it is busy. It goes nowhere else: a redirect to another host would carry a token there.</summary>
/// <param name="http">What requests go through.</param>
/// <param name="address">The store.</param>
/// <param name="limits">How much is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreClient(HttpMessageInvoker http, StoreAddress address, FleetLimits limits, TimeProvider time)
{
    private const int MostRedirects = 3, LongestExcerpt = 200, FirstRead = 1 << 16;

    private readonly StorePace _pace = new(limits, time, address.Shown);
    private int _asked;

    /// <summary>How much is asked.</summary>
    public FleetLimits Limits => limits;

    /// <summary>The store's address as it is shown.</summary>
    public string Shown => address.Shown;

    /// <summary>The time, in UTC.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>What requests go through.</summary>
    public static HttpMessageInvoker CreateHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
    });

    /// <summary>Asks for something.</summary>
    /// <param name="path">Its path and query, from a slash on.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">It did not answer, refused, or answered too much.</exception>
    public Task<StoreAnswer> GetAsync(string path, CancellationToken stop) => AskAsync(() => new HttpRequestMessage(HttpMethod.Get, address.Of(path)), stop);

    /// <summary>Asks with a body.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<StoreAnswer> PostAsync(string path, ReadOnlyMemory<byte> body, string mediaType, CancellationToken stop) => AskAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address.Of(path)) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return request;
        },
        stop);

    /// <summary>The JSON of an answer that must be one.</summary>
    /// <exception cref="FleetException">It is an error, or no JSON.</exception>
    public JsonDocument JsonOf(StoreAnswer answer) => Checked(answer).Json() ?? throw new FleetException($"{Shown} answered what is no JSON: a page that asks for a login, perhaps. Give its key by --header.");

    /// <summary>An answer that must be no error.</summary>
    /// <exception cref="FleetException">It is one; what the store says of it is passed on.</exception>
    public StoreAnswer Checked(StoreAnswer answer) => answer.IsOk ? answer : throw new FleetException(FormattableString.Invariant($"{Shown} answered {answer.Status}: {Excerpt(answer)}"));

    /// <summary>An answer that may be that there is no such thing, but no failure: another question would tell nothing more.</summary>
    /// <exception cref="FleetException">It is one.</exception>
    public StoreAnswer Alive(StoreAnswer answer) => answer.IsFailure ? Checked(answer) : answer;

    private static string Excerpt(StoreAnswer answer)
    {
        string text = PlainText.Printable(Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, LongestExcerpt)])).Trim();
        return text.Length == 0 ? "and nothing more." : text;
    }

    private async Task<StoreAnswer> AskAsync(Func<HttpRequestMessage> make, CancellationToken stop)
    {
        if (++_asked > limits.Questions)
            throw new FleetException(FormattableString.Invariant($"{Shown} would have to be asked more than {limits.Questions} times: narrow the sides by --since, --until or labels."));
        for (int tries = 0; ; tries++)
        {
            (StoreAnswer answer, RetryConditionHeaderValue? after) = await AnswerAsync(make, stop);
            if (!answer.IsBusy || !await _pace.PauseAsync(tries, after, stop))
                return answer;
        }
    }

    /// <summary>One answer, and how long the store asks to be left alone.</summary>
    private async Task<(StoreAnswer Answer, RetryConditionHeaderValue? After)> AnswerAsync(Func<HttpRequestMessage> make, CancellationToken stop)
    {
        TimeSpan longest = _pace.NextAnswer();
        using var patience = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            Uri? moved = null;
            for (int redirects = 0; ; redirects++)
            {
                using HttpRequestMessage request = make();
                request.RequestUri = moved ?? request.RequestUri;
                foreach ((string key, string value) in address.Headers)
                    request.Headers.TryAddWithoutValidation(key, value);
                using HttpResponseMessage response = await http.SendAsync(request, either.Token);
                if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    throw new FleetException(FormattableString.Invariant($"{Shown} refused ({(int)response.StatusCode}): give its credentials by --header 'Name: value', or in {StoreHeaders.Variable}."));
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                    return (new StoreAnswer((int)response.StatusCode, await BodyAsync(response, either.Token)), response.Headers.RetryAfter);
                moved = Followed(request, location, redirects);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw _pace.Late(longest);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new FleetException($"{Shown} cannot be reached: {PlainText.Printable(exception.GetBaseException().Message)}");
        }
    }

    private Uri Followed(HttpRequestMessage request, Uri location, int redirects)
    {
        Uri to = new(request.RequestUri!, location);
        bool isSame = to.Scheme == request.RequestUri!.Scheme && to.Host == request.RequestUri.Host && to.Port == request.RequestUri.Port;
        if (!isSame || redirects >= MostRedirects || request.Method != HttpMethod.Get)
            throw new FleetException($"{Shown} sends on to {PlainText.Printable(to.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))}, which is not followed: it may ask for a login. Name the store's own address, and its key by --header.");
        return to;
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength > limits.AnswerBytes)
            throw TooLarge();
        await using Stream stream = await response.Content.ReadAsStreamAsync(stop);
        byte[] bytes = new byte[Math.Min(FirstRead, limits.AnswerBytes + 1)];
        for (int length = 0; ;)
        {
            int read = await stream.ReadAsync(bytes.AsMemory(length), stop);
            length += read;
            if (length > limits.AnswerBytes)
                throw TooLarge();
            if (read == 0)
                return bytes.AsMemory(0, length);
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, limits.AnswerBytes + 1L));
        }
    }

    private LargeAnswerException TooLarge() => new(FormattableString.Invariant($"{Shown} answered more than {limits.AnswerBytes >> 20} MiB at once: ask for less by --since, --until or --traces."));
}
