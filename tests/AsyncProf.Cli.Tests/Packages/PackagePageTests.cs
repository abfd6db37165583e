using System.Text.RegularExpressions;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Packages;

/// <summary>The pages of the packages cannot rot: their C# stands in files of the tests that compile.</summary>
public partial class PackagePageTests
{
    private static readonly string Compiled = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Snippets.cs", SearchOption.AllDirectories).Select(file => Normal(File.ReadAllText(file))));

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "PACKAGE.md", SearchOption.AllDirectories).Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_OfEachPage_IsCompiled(string page)
    {
        foreach (Match block in CSharp().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
            Assert.Contains(string.Join('\n', Normal(block.Groups["code"].Value).Split('\n').Where(line => !line.StartsWith("using AsyncProf", StringComparison.Ordinal))), Compiled, StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    private static string Normal(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
