using AsyncProf.Exporters.Otlp.Sending;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp.Sending;

public class OtlpEndpointTests
{
    [Theory]
    [InlineData("http://localhost:4318", "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/", "http://localhost:4318/v1/traces")]
    [InlineData("https://collector/otlp/v1/traces", "https://collector/otlp/v1/traces")]
    [InlineData("https://collector/custom?key=secret", "https://collector/custom")]
    [InlineData("https://alice:secret@collector/", "https://collector/v1/traces")]
    public void Parse_OfAnAddress_AddsThePathWhereThereIsNone(string url, string shown) => Assert.Equal(shown, OtlpEndpoint.Parse(url, _ => null)!.Shown);

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("grpc://localhost:4317")]
    [InlineData("/v1/traces")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public void Parse_OfWhatIsNoAddressOfHttp_IsNull(string url) => Assert.Null(OtlpEndpoint.Parse(url, _ => null));

    [Fact]
    public void Headers_OfTheVariables_AreDecodedAndCannotBreakALine()
    {
        OtlpEndpoint endpoint = OtlpEndpoint.Parse("http://a", name => name.Contains("TRACES", StringComparison.Ordinal) ? "key=of%20traces" : "key=x,other = 2 ,evil=a%0d%0aHost: b,none")!;

        Assert.Equal([new("key", "of traces"), new("other", "2")], endpoint.Headers);
    }

    [Fact]
    public void Hint_OfThePortOfGrpc_NamesTheOther()
    {
        Assert.Contains("4318", OtlpEndpoint.Parse("http://a:4317", _ => null)!.Hint, StringComparison.Ordinal);
        Assert.Equal("", OtlpEndpoint.Parse("http://a:4318", _ => null)!.Hint);
    }
}
