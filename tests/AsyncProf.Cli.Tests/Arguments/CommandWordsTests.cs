using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests.Arguments;

public class CommandWordsTests
{
    [Theory]
    [InlineData("dotnet base/Shop.dll --demo", "dotnet", "base/Shop.dll", "--demo")]
    [InlineData("  a \t b\n", "a", "b")]
    [InlineData("a 'b c' d", "a", "b c", "d")]
    [InlineData("a \"b c\" d", "a", "b c", "d")]
    [InlineData("--name='my app'--", "--name=my app--")]
    [InlineData("a '' \"\"", "a", "", "")]
    [InlineData(@"a\ b c", "a b", "c")]
    [InlineData(@"a\'b \""c", "a'b", "\"c")]
    [InlineData(@"'a\b'", @"a\b")]
    [InlineData(@"""a\b \""c\"" \\""", @"a\b ""c"" \")]
    [InlineData("\"it's\" 'a \"b\"'", "it's", "a \"b\"")]
    [InlineData("a \\\n b\\\nc", "a", "bc")]
    [InlineData(@"a\", @"a\")]
    [InlineData(@"echo \$HOME '$HOME; a | b' \&", "echo", "$HOME", "$HOME; a | b", "&")]
    [InlineData("a*b ~ #c [d] {e} !", "a*b", "~", "#c", "[d]", "{e}", "!")]
    public void Split_OfACommand_IsThatOfAShell(string text, params string[] expected) => Assert.Equal(expected, CommandWords.Split("--base", text));

    [Theory]
    [InlineData("a 'b", "--base has a ' without a second one.")]
    [InlineData("a \"b'", "--base has a \" without a second one.")]
    [InlineData("a \"b\\\"", "--base has a \" without a second one.")]
    [InlineData("", "--base is empty: give it a command in quotes.")]
    [InlineData(" \n", "--base is empty: give it a command in quotes.")]
    public void Split_OfHalfACommand_SaysWhatIsMissing(string text, string expected) => Assert.Equal(expected, Assert.Throws<UserError>(() => CommandWords.Split("--base", text)).Message);

    [Theory]
    [InlineData("cd base && dotnet run", '&')]
    [InlineData("dotnet run > log", '>')]
    [InlineData("dotnet $APP", '$')]
    [InlineData("dotnet \"$APP\"", '$')]
    [InlineData("dotnet \"`pwd`\"", '`')]
    [InlineData("a; b", ';')]
    [InlineData("(a)", '(')]
    public void Split_OfWhatOnlyAShellUnderstands_SaysHowToStartOne(string text, char letter)
    {
        string message = Assert.Throws<UserError>(() => CommandWords.Split("--head", text)).Message;

        Assert.StartsWith($"--head has a {letter}, which only a shell understands", message, StringComparison.Ordinal);
        Assert.Contains("sh -c", message, StringComparison.Ordinal);
    }
}
