using System.Text;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles.Text;

public class PlainTextTests
{
    [Theory]
    [InlineData("Shop.Orders.GetAsync", "Shop.Orders.GetAsync")]
    [InlineData("🧵 Größe", "🧵 Größe")]
    [InlineData("a\u001b]0;pwned\u0007b\nc\td", "a]0;pwnedbcd")]
    [InlineData("a\u202eb\u2066c\u200fd", "abcd")]
    [InlineData("a\u2028b\u2029c\u0085d", "abcd")]
    [InlineData("", "")]
    public void Printable_OfAnyName_LeavesOutWhatCommandsATerminal(string name, string expected) => Assert.Equal(expected, PlainText.Printable(name));

    [Fact]
    public void Printable_OfHalfASurrogate_CanBeWrittenToAnyFile()
    {
        string half = new(['a', '\ud800', 'b', '\udc00', '\udbff']), tag = char.ConvertFromUtf32(0xE0001);

        Assert.Equal("a\ufffdb\ufffd\ufffd", PlainText.Printable(half));
        Assert.Equal("ab", PlainText.Printable($"a{tag}b")); // a character of its own plane that only formats
        Assert.NotEmpty(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(PlainText.Printable(half)));
    }
}
