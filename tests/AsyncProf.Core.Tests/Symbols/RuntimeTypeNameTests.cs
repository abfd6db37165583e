using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>Names of types as the runtime tells them, and as people write them.</summary>
public class RuntimeTypeNameTests
{
    [Theory]
    [InlineData("System.String", "System.String")]
    [InlineData("System.Byte[]", "System.Byte[]")]
    [InlineData("System.Int32[,]", "System.Int32[,]")]
    [InlineData("Shop.Order+Line", "Shop.Order.Line")]
    [InlineData("System.Collections.Generic.List`1[System.Int32]", "System.Collections.Generic.List<System.Int32>")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.String,System.Byte[]]", "System.Collections.Generic.Dictionary<System.String, System.Byte[]>")]
    [InlineData("System.Collections.Generic.Dictionary`2+Entry[System.String,System.Int32][]", "System.Collections.Generic.Dictionary.Entry<System.String, System.Int32>[]")]
    [InlineData("A`1[B`2[C,D`1[E]]][,]", "A<B<C, D<E>>>[,]")]
    [InlineData("A`1[]", "A[]")]
    [InlineData("A`1", "A")]
    [InlineData("]]`[", "]]<")]
    [InlineData("", "")]
    public void Readable_OfAName_IsAsPeopleWriteIt(string name, string readable) => Assert.Equal(readable, RuntimeTypeName.Readable(name));
}
