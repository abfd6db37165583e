using AsyncProf.Profiles.Data;

namespace AsyncProf.Core.Tests.Profiles.Data;

public class SourceLinkTests
{
    [Theory]
    [InlineData("https://raw.githubusercontent.com/shop/shop/0123abcd/src/Orders.cs", "https://raw.githubusercontent.com/shop/shop/0123abcd/src/Orders.cs")]
    [InlineData("http://git.example:8080/shop/Orders%20All.cs?ref=main", "http://git.example:8080/shop/Orders%20All.cs?ref=main")]
    [InlineData("https://host/a b/(c)'\"<x>|[d]`e`\\f", "https://host/a%20b/%28c%29%27%22%3Cx%3E%7C%5Bd%5D%60e%60/f")]
    [InlineData("https://host/x#</script>", "https://host/x")]
    [InlineData("javascript:alert(1)", "")]
    [InlineData("JAVASCRIPT://host/%0aalert(1)", "")]
    [InlineData("file:///etc/passwd", "")]
    [InlineData("data:text/html,x", "")]
    [InlineData("https://user:secret@host/x", "")]
    [InlineData("//host/x", "")]
    [InlineData("src/Orders.cs", "")]
    [InlineData("", "")]
    public void Checked_OfAnAddress_IsOneOfTheWebThatNothingEndsOrNothing(string link, string expected) => Assert.Equal(expected, SourceLink.Checked(link));

    [Fact]
    public void Checked_OfAnAddressThatIsTooLong_IsNothing() => Assert.Empty(SourceLink.Checked("https://host/" + new string('x', SourceLink.Longest)));

    [Theory]
    [InlineData("https://raw.githubusercontent.com/shop/web/0123abcd/src/Orders.cs", 31, "https://github.com/shop/web/blob/0123abcd/src/Orders.cs#L31")]
    [InlineData("https://gitlab.com/shop/web/-/raw/0123abcd/src/Orders.cs", 31, "https://gitlab.com/shop/web/-/blob/0123abcd/src/Orders.cs#L31")]
    [InlineData("https://raw.githubusercontent.com/shop", 31, "https://raw.githubusercontent.com/shop")]
    [InlineData("https://git.example/Orders.cs", 31, "https://git.example/Orders.cs")]
    [InlineData("https://raw.githubusercontent.com/shop/web/0123abcd/src/Orders.cs", 0, "https://raw.githubusercontent.com/shop/web/0123abcd/src/Orders.cs")]
    [InlineData("", 3, "")]
    public void At_ALine_IsThePageThatShowsItWhereThatIsKnown(string link, int line, string expected) => Assert.Equal(expected, SourceLink.At(link, line));
}
