using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Diffing;
using AsyncProf.Exporters;

namespace AsyncProf.Analyzer.Tests.Exporters;

public class DiffCsvTests
{
    [Fact]
    public void Write_OfAnyPairOfPrograms_HasAsManyFieldsInEachLineAndNoNumberThatIsNone()
    {
        Assert.All(DiffSamples.All.Where(diff => !ReferenceEquals(diff, DiffSamples.Hostile)), diff =>
        {
            string csv = DiffCsv.Write(diff);
            string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

            Assert.All(lines, line => Assert.Equal(lines[0].Count(letter => letter == ','), line.Count(letter => letter == ',')));
            Assert.DoesNotContain(",NaN", csv, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", csv, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Write_OfHostileNames_QuotesThem()
    {
        string csv = DiffCsv.Write(DiffSamples.Hostile);

        Assert.DoesNotContain('\u0007', csv);
        Assert.Contains("\"", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n=", csv, StringComparison.Ordinal);
    }
}
