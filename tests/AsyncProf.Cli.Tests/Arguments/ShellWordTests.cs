using AsyncProf.Cli.Arguments;

namespace AsyncProf.Cli.Tests.Arguments;

public class ShellWordTests
{
    [Theory]
    [InlineData("shop.pb.gz")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(@"^GET\ /orders/\{id}$")]
    [InlineData("it's $HOME `x` \"y\" \\")]
    public void Join_OfAnyWords_IsTakenApartAgain(string word) => Assert.Equal(["asyncprof", word, "--brief"], CommandWords.Split("--", ShellWord.Join(["asyncprof", word, "--brief"])));
}
