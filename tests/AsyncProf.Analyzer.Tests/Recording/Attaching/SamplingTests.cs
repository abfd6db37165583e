using System.Globalization;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording.Attaching;

/// <summary>What runtimes are told about looking at their threads.</summary>
public class SamplingTests
{
    [Fact]
    public void Launched_ReadAsHexadecimalOrAsDecimal_IsTheSame() =>
        Assert.Equal((9, 9), (int.Parse(Sampling.Launched, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), int.Parse(Sampling.Launched, NumberStyles.None, CultureInfo.InvariantCulture)));
}
