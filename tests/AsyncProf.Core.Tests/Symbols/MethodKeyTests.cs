using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

public class MethodKeyTests
{
    [Theory]
    [InlineData("N.Outer+C`1", "M")]
    [InlineData("C", "alias::N.I.M@5")]
    public void Parse_OfAKey_IsWhatItWasMadeOf(string type, string method) =>
        Assert.Equal(new MethodKey(type, method, 0x0600002A), MethodKey.Parse(TplTaskName.KeyOf(type, method, 0x0600002A)));

    [Theory]
    [InlineData("")]
    [InlineData("N.C+<M>d__0")]
    [InlineData("Module+M@5")]
    [InlineData("N.C::M")]
    [InlineData("N.C::M@")]
    [InlineData("N.C::M@x")]
    [InlineData("::M@06000001")]
    public void Parse_OfAnythingElse_IsNothing(string name) => Assert.Null(MethodKey.Parse(name));
}
