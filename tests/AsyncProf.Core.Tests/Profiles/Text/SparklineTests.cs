using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles.Text;

public class SparklineTests
{
    [Theory]
    [InlineData(new double[] { 0, 1, 2, 3, 4, 5, 6, 7 }, 8, "▁▂▃▄▅▆▇█")]
    [InlineData(new double[] { 0, 0, 0 }, 8, "▁▁▁")]
    [InlineData(new double[] { }, 8, "")]
    [InlineData(new double[] { 5, double.NaN, 10 }, 8, "▅ █")] // half of seven is four and a half
    [InlineData(new double[] { 1, 8, 1, 1, 1, 1, 1, 4 }, 4, "█▂▂▅")] // of two in a cell the larger
    [InlineData(new double[] { 1, 2, 7 }, 2, "▂█")]
    public void Of_Values_AreBarsOfTheLargest(double[] values, int cells, string expected) => Assert.Equal(expected, Sparkline.Of(values, cells));

    [Fact]
    public void Of_AnyNumberOfValuesAndCells_ShowsThePeakOnce()
    {
        for (int count = 1; count < 60; count++)
        {
            for (int cells = 1; cells < 40; cells++)
            {
                double[] values = [.. Enumerable.Range(0, count).Select(i => i == count / 2 ? 7.0 : 0)];
                string line = Sparkline.Of(values, cells);
                Assert.Equal(Math.Min(cells, count), line.Length);
                Assert.Equal(1, line.Count(bar => bar == '█'));
            }
        }
    }
}
