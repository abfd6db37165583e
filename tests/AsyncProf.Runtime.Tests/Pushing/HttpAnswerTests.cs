using System.Text;
using AsyncProf.Hosting;
using AsyncProf.Pushing;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Pushing;

public class HttpAnswerTests
{
    [Theory]
    [InlineData(200, "Taken")]
    [InlineData(302, "Refused")] // what is pushed may carry a token: it goes nowhere else
    [InlineData(400, "Refused")]
    [InlineData(401, "Refused")]
    [InlineData(404, "Refused")]
    [InlineData(413, "Refused")]
    [InlineData(415, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(408, "Later")]
    [InlineData(429, "Later")]
    [InlineData(500, "Later")]
    [InlineData(503, "Later")]
    public void Read_OfAStatus_TellsARefusalFromAServerThatCannotNow(int status, string outcome) =>
        Assert.Equal(outcome, Answer($"HTTP/1.1 {status} Whatever\r\nContent-Type: application/proto\r\nContent-Length: 0\r\n\r\n").Outcome.ToString());

    [Theory]
    [InlineData(PyroscopeApi.Push, "200 OK\r\nContent-Type: application/proto\r\nContent-Length: 0", true)]
    [InlineData(PyroscopeApi.Push, "200 OK\r\ncontent-type: Application/Proto; charset=x\r\nTransfer-Encoding: chunked", true)]
    [InlineData(PyroscopeApi.Push, "200 OK\r\nContent-Type: text/html\r\nContent-Length: 7", false)] // a page to log in
    [InlineData(PyroscopeApi.Push, "200 OK\r\nContent-Length: 0", false)]
    [InlineData(PyroscopeApi.Push, "202 Accepted\r\nContent-Type: application/proto", false)]
    [InlineData(PyroscopeApi.Push, "204 No Content", false)]
    [InlineData(PyroscopeApi.Ingest, "200 OK\r\nContent-Length: 0", true)]
    [InlineData(PyroscopeApi.Ingest, "200 OK\r\nTransfer-Encoding: chunked", true)]
    [InlineData(PyroscopeApi.Ingest, "200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0", true)]
    [InlineData(PyroscopeApi.Ingest, "204 No Content\r\nContent-Type: text/plain", true)]
    [InlineData(PyroscopeApi.Ingest, "200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 7", false)]
    [InlineData(PyroscopeApi.Ingest, "200 OK\r\nContent-Type: text/html; charset=utf-8", false)]
    public void Read_OfSuccess_IsPyroscopesOrNobodys(PyroscopeApi api, string head, bool isTaken)
    {
        PushAnswer answer = Answer($"HTTP/1.1 {head}\r\n\r\n", api);

        Assert.Equal(isTaken ? PushOutcome.Taken : PushOutcome.Refused, answer.Outcome);
        Assert.Equal(isTaken ? "" : $"it answered {head[..3]}, but not as Pyroscope does", answer.Problem);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Fri, 02 Jan 2026 03:00:05 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    public void Read_WithRetryAfter_TellsWhen(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)Answer($"HTTP/1.1 429 Too Many Requests\r\nRETRY-AFTER: {text}\r\nContent-Length: 0\r\n\r\n").After?.TotalSeconds);

    [Fact]
    public void Read_OfAnErrorAsPyroscopeWritesIt_TellsItsMessage() => Assert.Equal(
        "it answered 400: too many samples", Answer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"code\":\"invalid_argument\",\"message\":\"too many\\u001b samples\"}").Problem);

    [Fact]
    public void Read_OfAnErrorInChunks_TellsItsMessage() => Assert.Equal(
        "it answered 400: no", Answer("HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"message\":\"no\"}\r\n0\r\n\r\n").Problem);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"message\":7}")]
    [InlineData("{\"message\"")]
    [InlineData("}{")]
    [InlineData("[{}]")]
    public void Read_OfAnErrorThatSaysNothing_TellsItsStatus(string body) => Assert.Equal("it answered 502", Answer($"HTTP/1.1 502 Bad Gateway\r\n\r\n{body}").Problem);

    [Fact]
    public void Read_OfAnAnswerThatSaysThatAnotherWillCome_TellsThatOne() => Assert.Equal(PushOutcome.Refused, Answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\n\r\n").Outcome);

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 2\r\n\r\n")]
    [InlineData("HTTP/1.1 999 x\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    public void Read_OfWhatIsNoHttp_SaysSo(string text) => Assert.Throws<InvalidDataException>(() => Answer(text));

    [Fact]
    public void Read_OfAHeadWithoutEnd_StopsReading() => Assert.Throws<InvalidDataException>(() => Answer("HTTP/1.1 200 OK\r\nX: " + new string('x', 1 << 20)));

    [Fact]
    public void Read_OfAnErrorWithoutEnd_StopsReading() => Assert.Equal("it answered 500", Answer("HTTP/1.1 500 No\r\n\r\n" + new string('x', 1 << 20)).Problem);

    [Fact]
    public void Read_OfNothing_SaysSo() => Assert.Throws<EndOfStreamException>(() => Answer(""));

    private static PushAnswer Answer(string text, PyroscopeApi api = PyroscopeApi.Push) => HttpAnswer.Read(new MemoryStream(Encoding.Latin1.GetBytes(text))).ToPushAnswer(api, VirtualTime.Start);
}
