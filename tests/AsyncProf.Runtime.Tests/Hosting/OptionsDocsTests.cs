using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using AsyncProf.Hosting;
using AsyncProf.Testing;
using Microsoft.Extensions.Configuration;

namespace AsyncProf.Runtime.Tests.Hosting;

/// <summary>The pages that tell of options tell of all, and of none that there is not; what they show as configuration is bound and valid.</summary>
public partial class OptionsDocsTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (string page in (string[])["always-on.md", "pyroscope.md"])
            {
                foreach (Match block in Json().Matches(Page(page)))
                    examples.Add(page, block.Groups["json"].Value);
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Configuration_OfEachExample_IsBoundAndValid(string page, string json)
    {
        Assert.NotEmpty(page);
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.Replace("/var/lib/shop/profiles", directory.FullName.Replace('\\', '/'), StringComparison.Ordinal)));
            IConfigurationSection section = new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("AsyncProf");
            var options = new AsyncProfOptions();
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);

            Assert.Empty(options.Validate());
            foreach ((string key, string? value) in section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null))
                Assert.NotNull(value is null ? null : Find(options, key.Split(':', 3)));
        }
        finally
        {
            directory.Delete();
        }
    }

    [Fact]
    public void Example_OfTheAlwaysOnPage_OpensWindows()
    {
        var options = new AsyncProfOptions();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Json().Match(Page("always-on.md")).Groups["json"].Value));
        new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("AsyncProf").Bind(options);

        Assert.Equal((TimeSpan.FromSeconds(2), true, 0.9, TimeSpan.FromMilliseconds(250)), (options.Triggers.SlowRequest, options.Triggers.FailedRequest, options.Triggers.Cpu, options.Triggers.PoolDelay));
        Assert.Equal(5, options.Triggers.Meters["Shop.Orders/orders.rejected"]);
    }

    [Fact]
    public void Tables_OfThePages_NameEveryOptionAndNoOther()
    {
        string[] known = [.. NamesOf(typeof(AsyncProfOptions), "")];
        string[] all = Told("options.md");

        Assert.Equal(known.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        Assert.Empty(Told("always-on.md").Except(known));
    }

    private static object? Find(object at, string[] path) =>
        at is IDictionary || path.Length == 0 ? at : at.GetType().GetProperty(path[0])?.GetValue(at) is { } value ? value.GetType().IsClass && value is not string ? Find(value, path[1..]) : value : null;

    private static IEnumerable<string> NamesOf(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal) ? NamesOf(property.PropertyType, $"{prefix}{property.Name}.") : [prefix + property.Name]);

    /// <summary>What the first cells of a page's tables quote.</summary>
    private static string[] Told(string page) =>
        [.. Page(page).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Quote().Matches(line.Split('|')[1])).Select(quote => quote.Groups["name"].Value)];

    private static string Page(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quote();
}
