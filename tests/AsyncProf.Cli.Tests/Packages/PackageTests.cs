using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncProf.Cli.Tests.Packages;

/// <summary>What somebody sees who finds a package in a gallery, and what they get when they install it.</summary>
public sealed partial class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    /// <summary>A gallery's list shows so much of a description.</summary>
    private const int LongestDescription = 300;

    /// <summary>Each package, and the folders its assembly lies in.</summary>
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["AsyncProf.Core"] = ["lib/net8.0/AsyncProf.Core", "lib/net10.0/AsyncProf.Core"],
        ["AsyncProf.Agent"] = ["lib/net8.0/AsyncProf.Agent"],
        ["AsyncProf.Runtime"] = ["lib/net10.0/AsyncProf.Runtime"],
        ["AsyncProf.Analyzer"] = ["lib/net10.0/AsyncProf.Analyzer"],
        ["AsyncProf.AspNetCore"] = ["lib/net10.0/AsyncProf.AspNetCore"],
        ["AsyncProf.Tool"] = ["tools/net10.0/any/asyncprof"],
    };

    public static TheoryData<string> Ids => [.. Folders.Keys];

    [Fact]
    public void Pack_OfTheSolution_MakesThePackagesAndNoOthers() => Assert.Equal(Folders.Keys.Order(), packages.Ids.Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nuspec_OfEachPackage_SaysWhatItIsAndUnderWhichLicence(string id)
    {
        Dictionary<string, XElement> metadata = packages.Metadata(id);

        Assert.InRange(metadata["description"].Value.Length, 80, LongestDescription);
        Assert.Empty(new[] { "profiler", "async", "await" }.Except(metadata["tags"].Value.Split(' ')));
        Assert.Equal("MIT", metadata["license"].Value);
        Assert.Equal("expression", (string?)metadata["license"].Attribute("type"));
        Assert.Equal("The AsyncProf authors", metadata["authors"].Value);
        Assert.Equal("git", (string?)metadata["repository"].Attribute("type"));
        Assert.Equal(40, ((string?)metadata["repository"].Attribute("commit"))?.Length);
    }

    [Fact]
    public void Descriptions_OfThePackages_Differ() => Assert.Distinct(Folders.Keys.Select(id => packages.Metadata(id)["description"].Value));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Readme_OfEachPackage_IsItsOwnAndNeedsNothingBesideIt(string id)
    {
        string page = packages.Text(id, packages.Metadata(id)["readme"].Value);

        Assert.StartsWith($"# {id}\n", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(RelativeLink(), page);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Icon_OfEachPackage_IsAPngOf128By128(string id)
    {
        using ZipArchive package = packages.Open(id);
        byte[] head = new byte[24];
        using (Stream icon = package.GetEntry(packages.Metadata(id)["icon"].Value)!.Open())
            icon.ReadExactly(head);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a], head[..8]);
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Content_OfEachPackage_HasXmlDocsBesideEachAssemblyAndItsSymbolsApart(string id)
    {
        using ZipArchive package = packages.Open(id), symbols = packages.OpenSymbols(id);
        foreach (string assembly in Folders[id])
        {
            Assert.NotNull(package.GetEntry($"{assembly}.dll"));
            Assert.Contains("<member name=", packages.Text(id, $"{assembly}.xml"), StringComparison.Ordinal);
            Assert.NotNull(symbols.GetEntry($"{assembly}.pdb"));
        }

        Assert.Equal(Folders[id].Length, package.Entries.Count(entry => entry.Name == $"{Path.GetFileName(Folders[id][0])}.dll"));
    }

    [Fact]
    public void Tool_HasItsAgentAndTheNoticesOfWhatItBringsAlong()
    {
        using ZipArchive package = packages.Open("AsyncProf.Tool");
        string[] agent = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("tools/net10.0/any/agent/", StringComparison.Ordinal)).Order()];

        Assert.Equal(3, agent.Length);
        Assert.Equal(["AsyncProf.Agent.dll", "AsyncProf.Core.dll"], agent[..2].Select(Path.GetFileName));
        Assert.Matches(@"/AsyncProf\.Hook\.[0-9a-f]{8}\.dll$", agent[2]);
        Assert.NotNull(package.GetEntry("LICENSE"));
        Assert.NotNull(package.GetEntry("THIRD-PARTY-NOTICES.md"));
    }

    /// <summary>A link or image that is neither a whole address nor a place on the page.</summary>
    [GeneratedRegex(@"\]\((?!https://|#)")]
    private static partial Regex RelativeLink();
}
