using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests.Arguments;

public class ShareValueTests
{
    [Theory]
    [InlineData("0.03", 0.03)]
    [InlineData("3%", 0.03)]
    [InlineData("100%", 1)]
    [InlineData("0.001", 0.001)]
    public void Parse_OfAShare_IsTheShare(string text, double expected) => Assert.Equal(expected, ShareValue.Parse("--budget", text)!.Value, 9);

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("0")]
    [InlineData("-1%")]
    [InlineData("1.1")]
    [InlineData("3")]
    [InlineData("NaN")]
    [InlineData("much")]
    public void Parse_OfWhatIsNone_SaysWhatIsOne(string text) =>
        Assert.Equal($"--budget takes a share from 0.001 to 1, as 0.03 or 3%, and not {text}.", Assert.Throws<UserError>(() => ShareValue.Parse("--budget", text)).Message);

    [Fact]
    public void Parse_OfNothing_IsNull() => Assert.Null(ShareValue.Parse("--budget", null));
}
