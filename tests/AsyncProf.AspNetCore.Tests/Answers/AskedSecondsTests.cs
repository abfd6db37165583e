using AsyncProf.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AsyncProf.AspNetCore.Tests.Answers;

public sealed class AskedSecondsTests
{
    [Theory]
    [InlineData("", 5)]
    [InlineData("?seconds=1", 1)]
    [InlineData("?seconds=0.25", 0.25)]
    [InlineData("?seconds=60", 60)]
    [InlineData("?seconds=14&seconds=900", 14)] // Alloy repeats it
    [InlineData("?other=7", 5)]
    public void Read_OfWhatMayBe_IsThat(string query, double expected)
    {
        Assert.Null(Read(query, out TimeSpan length));
        Assert.Equal(expected, length.TotalSeconds);
    }

    [Theory]
    [InlineData("?seconds=")]
    [InlineData("?seconds=0")]
    [InlineData("?seconds=-1")]
    [InlineData("?seconds=60.1")]
    [InlineData("?seconds=1e3")]
    [InlineData("?seconds=NaN")]
    [InlineData("?seconds=Infinity")]
    [InlineData("?seconds=99999999999999999999")]
    [InlineData("?seconds=5;rm")]
    [InlineData("?seconds=1,5")]
    [InlineData("?seconds=1%00")]
    [InlineData("?seconds=x&seconds=5")]
    public void Read_OfWhatMayNotBe_SaysWhatMay(string query) => Assert.Equal("seconds must be a number from 0.1 to 60.", Read(query, out _));

    private static string? Read(string query, out TimeSpan length) => AskedSeconds.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), new AsyncProfEndpointOptions(), out length);
}
