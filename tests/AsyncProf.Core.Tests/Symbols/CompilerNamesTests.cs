using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

public class CompilerNamesTests
{
    [Theory]
    [InlineData("<GetAsync>d__3", "GetAsync")]
    [InlineData("<GetAsync>d__3`1", "GetAsync")]
    [InlineData("<<Main>$>d__0", "<Main>$")]
    [InlineData("<<Main>$>g__Local|0_1>d", null)]
    [InlineData("<<Outer>g__Local|3_0>d", "<Outer>g__Local|3_0")]
    [InlineData("<<Outer>b__5_0>d", "<Outer>b__5_0")]
    [InlineData("<System-Collections-Generic-IAsyncEnumerable<T>-GetAsyncEnumerator>d__2", "System-Collections-Generic-IAsyncEnumerable<T>-GetAsyncEnumerator")]
    [InlineData("<>c__DisplayClass4_0", null)]
    [InlineData("<>d", null)]
    [InlineData("Order", null)]
    [InlineData("", null)]
    [InlineData("<", null)]
    [InlineData("<<<<<", null)]
    [InlineData("<a>", null)]
    public void MethodOfStateMachine_OfEachShape_IsTheMethodOrNothing(string type, string? method) =>
        Assert.Equal(method, CompilerNames.MethodOfStateMachine(type));

    [Theory]
    [InlineData("GetAsync", "GetAsync")]
    [InlineData("<Main>$", "Main")]
    [InlineData("<Outer>g__Local|3_0", "Outer.Local")]
    [InlineData("<<Main>$>g__Local|0_1", "Main.Local")]
    [InlineData("<Outer>b__5_0", "Outer.lambda")]
    [InlineData("<<Outer>g__Local|3_0>b__1", "Outer.Local.lambda")]
    [InlineData("<", "<")]
    [InlineData("<x>q", "<x>q")]
    [InlineData("Refresh@", "Refresh")]
    [InlineData("inner@33", "inner")]
    [InlineData("_Lambda$__0", "lambda#1")]
    [InlineData("_Lambda$__2-0", "lambda")]
    [InlineData("_Lambda$__R2-0", "lambda")]
    public void Readable_OfEachShape_IsWhatAPersonWrote(string name, string readable) =>
        Assert.Equal(readable, CompilerNames.Readable(name));

    [Theory]
    [InlineData("<-ctor>b__0_0", "<.ctor>b__0_0")]
    [InlineData("<Ns-IFoo-Run>b__0", "<Ns.IFoo.Run>b__0")]
    [InlineData("<Run>b__0_0", "<Run>b__0_0")]
    public void Dotted_OfANameInATypes_IsThatOfTheMethod(string name, string method) => Assert.Equal(method, CompilerNames.Dotted(name));

    [Theory]
    [InlineData("C+<>c", "<Run>b__3_1", 3, 1)]
    [InlineData("C", "<Run>g__Local|12_0", 12, 0)]
    [InlineData("C+<>c__DisplayClass10_0", "<Run>b__2", 10, 2)]
    [InlineData("C+<>c__DisplayClass2_0`1", "<Run>g__Local|1", 2, 1)]
    [InlineData("C", "Run", 0, 0)]
    [InlineData("C+_Closure$__", "_Lambda$__2-1", 2, 1)]
    [InlineData("C+_Closure$__3-0", "_Lambda$__1", 3, 1)]
    public void LambdaOrder_OfEachShape_IsByMethodAndThenByItself(string type, string name, int method, int lambda) =>
        Assert.Equal((method, lambda), CompilerNames.LambdaOrder(type, name));

    [Theory]
    [InlineData("<>n__0", true)]
    [InlineData("$VB$ClosureStub_RunAsync_MyBase", true)]
    [InlineData("<Run>b__0", false)]
    public void IsBaseCall_OfEachShape_IsWhetherItCallsTheBaseClass(string name, bool expected) => Assert.Equal(expected, CompilerNames.IsBaseCall(name));
}
