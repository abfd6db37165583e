using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles.Text;

/// <summary>How numbers of bytes read.</summary>
public class SizeTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KiB")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(10 * 1024, "10.0 KiB")]
    [InlineData(999 * 1024, "999 KiB")]
    [InlineData(1 << 20, "1.00 MiB")]
    [InlineData(5L << 30, "5.00 GiB")]
    [InlineData(-2048, "-2.00 KiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    [InlineData(long.MinValue, "-8388608 TiB")]
    public void Of_ANumber_HasThreeDigitsAndAUnit(long bytes, string text) => Assert.Equal(text, SizeText.Of(bytes));
}
