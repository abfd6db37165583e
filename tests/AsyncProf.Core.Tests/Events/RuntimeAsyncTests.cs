using AsyncProf.Events;

namespace AsyncProf.Core.Tests.Events;

public class RuntimeAsyncTests
{
    [Theory]
    [InlineData("11.0.0", true)]
    [InlineData("12.1.0-preview.3", true)]
    [InlineData("10.0.12", false)]
    [InlineData("8.0.33", false)]
    [InlineData("", false)]
    [InlineData("x.y", false)]
    public void IsUsedBy_AVersion_IsFrom11On(string version, bool expected) => Assert.Equal(expected, RuntimeAsync.IsUsedBy(version));
}
