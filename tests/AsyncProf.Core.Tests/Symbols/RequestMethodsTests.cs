using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Core.Tests.Symbols;

public class RequestMethodsTests
{
    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("get", "GET")]
    [InlineData("PATCH", "PATCH")]
    [InlineData("PURGE", "_OTHER")]
    [InlineData("_OTHER", "_OTHER")]
    [InlineData("", "_OTHER")]
    public void NameOf_AMethod_IsItsNameOrTheOneForAllOthers(string method, string expected) => Assert.Equal(expected, RequestMethods.NameOf(method));

    [Theory]
    [InlineData("DELETE", true)]
    [InlineData("_OTHER", false)]
    [InlineData("GET /", false)]
    public void IsKnown_OfAText_HoldsForMethodsAlone(string text, bool expected) => Assert.Equal(expected, RequestMethods.IsKnown(text));

    [Fact]
    public void Templates_OfMadeUpMethods_HaveOneNameEachPath()
    {
        var names = new NameTable();
        var templates = new RequestTemplates(names);
        int before = names.Count;

        for (int i = 0; i < 10_000; i++)
            templates.Name($"M{i}", "/x");

        Assert.Equal(before + 1, names.Count);
    }
}
