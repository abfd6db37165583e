using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles.Text;

public class MeasureTextTests
{
    [Theory]
    [InlineData(0, SeriesUnit.Bytes, "0 B")]
    [InlineData(999, SeriesUnit.Bytes, "999 B")]
    [InlineData(123_456_789, SeriesUnit.Bytes, "123 MB")]
    [InlineData(1_500, SeriesUnit.BytesPerSecond, "1.50 kB/s")]
    [InlineData(999_999, SeriesUnit.Bytes, "1.00 MB")]
    [InlineData(1e18, SeriesUnit.Bytes, "1 EB")]
    [InlineData(12.34, SeriesUnit.Percent, "12.3 %")]
    [InlineData(7, SeriesUnit.Count, "7")]
    [InlineData(12_345, SeriesUnit.Count, "12.3 k")]
    [InlineData(0.25, SeriesUnit.AtOnce, "0.25")]
    [InlineData(250.4, SeriesUnit.PerSecond, "250 /s")]
    [InlineData(25_000, SeriesUnit.PerSecond, "25 k/s")]
    public void Of_AValue_HasThreeDigitsAndItsUnit(double value, object unit, string expected) => Assert.Equal(expected, MeasureText.Of(value, (SeriesUnit)unit));
}
