using System.Globalization;
using System.Text;
using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Diffing;
using AsyncProf.Exporters;
using AsyncProf.Testing;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;

namespace AsyncProf.Analyzer.Tests.Exporters;

public class DiffJsonTests
{
    private static readonly JSchema Published = JSchema.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diff.schema.json")));

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Write_OfAnyPairOfPrograms_KeepsToTheSchema(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            foreach (ProfileDiff diff in DiffSamples.All)
            {
                string json = Json(diff);

                Assert.True(JToken.Parse(json).IsValid(Published, out IList<string> errors), string.Join('\n', errors));
                Assert.DoesNotContain("Infinity", json, StringComparison.Ordinal);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_OfARegression_TellsWhatCausedIt()
    {
        JToken root = JObject.Parse(Json(DiffSamples.Regression))["roots"]![0]!;

        Assert.Equal(("GET /orders/{id}", "regression"), ((string)root["name"]!, (string)root["decision"]!));
        JToken method = root["methods"]![0]!;
        Assert.Equal(("Shop.Inventory.GetAsync", "regression", 2.0, 4.0), ((string)method["method"]!, (string)method["decision"]!, (double)method["calls"]!["base"]!, (double)method["calls"]!["head"]!));
        Assert.Equal((double)root["head"]!["totalNs"]! - (double)root["base"]!["totalNs"]!, (double)root["sumOfMethodsNs"]!, 1e-3);
    }

    private static string Json(ProfileDiff diff)
    {
        using var bytes = new MemoryStream();
        DiffJson.Write(diff, "said", bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
