using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AsyncProf.Hosting;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>What a server answers, as far as it matters. It may be anything, and any length.</summary>
/// <param name="Status">The status code.</param>
/// <param name="RetryAfter">When it asks to be asked again, as it says it; null where it does not.</param>
/// <param name="Message">What it says is wrong; empty where it does not, or in a way not known.</param>
internal sealed record HttpAnswer(int Status, string? RetryAfter, string Message)
{
    /// <summary>What its body is, without parameters; empty where it does not say, as of no body.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Whether it says that it has no body.</summary>
    public bool IsEmpty { get; init; }

    private const int LongestHead = 16 << 10, LongestBody = 8 << 10, LongestMessage = 300;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="IOException">It ends before its head does.</exception>
    public static HttpAnswer Read(Stream stream)
    {
        byte[] bytes = new byte[LongestHead + LongestBody];
        int length = 0;
        while (true)
        {
            int end;
            while ((end = bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (length >= LongestHead)
                    throw new InvalidDataException("it answers with too long a head");
                int read = stream.Read(bytes, length, LongestHead - length);
                if (read == 0)
                    throw new EndOfStreamException("it closed the connection without an answer");
                length += read;
            }

            string[] lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
            int status = StatusOf(lines[0]);
            int body = end + 4;
            if (status >= 200)
            {
                return new HttpAnswer(status, ValueOf(lines, "Retry-After"), status < 300 ? "" : MessageOf(stream, bytes, body, length, ValueOf(lines, "Content-Length")))
                {
                    MediaType = (ValueOf(lines, "Content-Type") ?? "").Split(';')[0].Trim(),
                    IsEmpty = status == 204 || ValueOf(lines, "Content-Length") == "0",
                };
            }

            bytes.AsSpan(body, length - body).CopyTo(bytes); // one that only says that another will come
            length -= body;
        }
    }

    /// <summary>What that means for what was pushed.</summary>
    /// <param name="api">By which interface it was.</param>
    /// <param name="now">The time, for a server that says when to come back.</param>
    public PushAnswer ToPushAnswer(PyroscopeApi api, DateTimeOffset now)
    {
        string problem = string.Create(CultureInfo.InvariantCulture, $"it answered {Status}{(Message.Length > 0 ? ": " : "")}{Message}");
        return Status switch
        {
            < 300 => IsPyroscope(api) ? new PushAnswer(PushOutcome.Taken) : new PushAnswer(PushOutcome.Refused, problem + ", but not as Pyroscope does"),
            408 or 429 or >= 500 => new PushAnswer(PushOutcome.Later, problem) { After = AfterOf(RetryAfter, now) },
            _ => new PushAnswer(PushOutcome.Refused, problem), // as also where it sends us elsewhere: what is pushed may carry a token
        };
    }

    /// <summary>
    /// Whether it takes a profile as Pyroscope and Alloy do: by Push as Connect demands, <see href="https://connectrpc.com/docs/protocol/#unary-response"/>, by ingest without a word. A page of some
    /// proxy, to log in for instance, is neither, and stores nothing.
    /// </summary>
    private bool IsPyroscope(PyroscopeApi api) => api == PyroscopeApi.Ingest
        ? IsEmpty || MediaType.Length == 0
        : Status == 200 && MediaType.Equals(PushFormat.PushType, StringComparison.OrdinalIgnoreCase);

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && line[8] == ' ' && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and < 600
            ? status
            : throw new InvalidDataException("what it answers is no HTTP");

    private static string? ValueOf(string[] lines, string header) =>
        lines.Skip(1).FirstOrDefault(line => line.Length > header.Length && line[header.Length] == ':' && line.StartsWith(header, StringComparison.OrdinalIgnoreCase))?[(header.Length + 1)..].Trim();

    private static TimeSpan? AfterOf(string? text, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? value))
            return null;
        TimeSpan? after = value.Delta ?? (value.Date is { } date ? date - now : null);
        return after < TimeSpan.Zero ? null : after;
    }

    /// <summary>The message of a body as Pyroscope writes it, <c>{"code":"…","message":"…"}</c>.</summary>
    private static string MessageOf(Stream stream, byte[] bytes, int from, int length, string? contentLength)
    {
        int atMost = int.TryParse(contentLength, NumberStyles.None, CultureInfo.InvariantCulture, out int told) ? Math.Min(from + Math.Min(told, LongestBody), bytes.Length) : bytes.Length;
        try
        {
            while (length < atMost && stream.Read(bytes, length, atMost - length) is var read and > 0)
                length += read;
            ReadOnlySpan<byte> body = bytes.AsSpan(from, length - from);
            int begin = body.IndexOf((byte)'{'), end = body.LastIndexOf((byte)'}'); // it may come in chunks, with their lengths between
            if (begin < 0 || end < begin)
                return "";
            using JsonDocument document = JsonDocument.Parse(body[begin..(end + 1)].ToArray());
            string message = document.RootElement.GetProperty("message").GetString() ?? "";
            return PlainText.Printable(message.Length <= LongestMessage ? message : message[..LongestMessage] + "…");
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }
}
