using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests.Arguments;

public class BudgetValueTests
{
    [Theory]
    [InlineData("0.03", 0.03)]
    [InlineData("3%", 0.03)]
    [InlineData("100%", 1)]
    [InlineData("0.001", 0.001)]
    public void Parse_OfAShare_IsTheShare(string text, double expected) => Assert.Equal(expected, BudgetValue.Parse("--budget", text)!.Value, 9);

    [Theory]
    [InlineData("0")]
    [InlineData("1.1")]
    [InlineData("3")]
    [InlineData("0.01%")]
    public void Parse_OfTooMuchOrTooLittle_SaysWhatIsEnough(string text) =>
        Assert.Equal($"--budget must be 0.001 to 1, or 0.1% to 100%; it is {text}.", Assert.Throws<UserError>(() => BudgetValue.Parse("--budget", text)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-1%")]
    [InlineData("NaN")]
    [InlineData("much")]
    public void Parse_OfNoShare_SaysWhatIsOne(string text) =>
        Assert.Equal($"--budget must be a share such as 5% or 0.05; it is {text}.", Assert.Throws<UserError>(() => BudgetValue.Parse("--budget", text)).Message);

    [Fact]
    public void Parse_OfNothing_IsNull() => Assert.Null(BudgetValue.Parse("--budget", null));
}
