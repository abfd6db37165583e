using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

public class SourceLinksTests
{
    private static readonly Guid Kind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Theory]
    [InlineData("/_/src/Orders.cs", "https://host/abc/src/Orders.cs")]
    [InlineData("/_/src/All Orders#1.cs", "https://host/abc/src/All%20Orders%231.cs")]
    [InlineData("/_/lib/sub/X.cs", "https://other/X.cs?v=1")]
    [InlineData(@"C:\repo\a\b.cs", "https://win/a/b.cs")]
    [InlineData("/_/exact.cs", "https://host/generated.cs")]
    [InlineData("/elsewhere/x.cs", "")]
    [InlineData("", "")]
    public void Of_AFile_IsTheAddressOfTheLongestRuleThatFits(string file, string link)
    {
        SourceLinks links = Parse("""{"documents":{"/_/*":"https://host/abc/*","/_/lib/sub/*":"https://other/*?v=1","C:\\repo\\*":"https://win/*","/_/exact.cs":"https://host/generated.cs"}}""")!;

        Assert.Equal(link, links.Of(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"documents":[]}""")]
    [InlineData("""{"documents":{"a":""")]
    [InlineData("""{"documents":{"a":[[[[[[[[[[1]]]]]]]]]]}}""")]
    public void Parse_OfWhatIsNoSourceLink_IsNothing(string json) => Assert.Null(Parse(json));

    [Fact]
    public void Parse_OfRulesThatCannotBe_LeavesThemOut()
    {
        SourceLinks links = Parse("""{"documents":{"*a*":"https://h/*","/x/*":"https://h/","/y/*":7,"/z/*":"https://h/*/*","/w":"https://h/*"}}""")!;

        Assert.All((string[])["aaa", "/x/1", "/y/1", "/z/1", "/w"], file => Assert.Empty(links.Of(file)));
    }

    [Fact]
    public void Read_OfAPdb_FindsItsSourceLink()
    {
        Assert.Equal("https://host/x.cs", Read(Kind, """{"documents":{"/_/*":"https://host/*"}}"""u8.ToArray())!.Of("/_/x.cs"));
        Assert.Null(Read(Guid.NewGuid(), """{"documents":{"/_/*":"https://host/*"}}"""u8.ToArray()));
        Assert.Null(Read(Kind, new byte[2 << 20]));
        Assert.Null(Read(Kind, []));
        Assert.Null(Read(Kind, [0xff, 0xfe, 0x00]));
    }

    [Fact]
    public void FindMachine_OfAModuleWithASourceLink_SaysWhereItsFileCanBeRead()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            string path = Path.Combine(folder.FullName, "Linked.dll");
            ShapesCompiler.Compile("class C { async Task M() { await Task.Delay(1); } }", path, OptimizationLevel.Debug, Path.ChangeExtension(path, ".pdb"), sourceLink: """{"documents":{"*":"https://host/*"}}""");
            using ModuleCode module = ModuleCode.TryOpen(path)!;

            Assert.Equal("https://host/Shapes.cs", module.FindMachine("C+<M>d__0")!.Link);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SourceLinks? Parse(string json) => SourceLinks.Parse(Encoding.UTF8.GetBytes(json));

    private static SourceLinks? Read(Guid kind, byte[] content)
    {
        var metadata = new MetadataBuilder();
        metadata.AddCustomDebugInformation(EntityHandle.ModuleDefinition, metadata.GetOrAddGuid(kind), metadata.GetOrAddBlob(content));
        var pdb = new BlobBuilder();
        new PortablePdbBuilder(metadata, [.. new int[MetadataTokens.TableCount]], default).Serialize(pdb);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage(pdb.ToImmutableArray());
        return SourceLinks.Read(provider.GetMetadataReader());
    }
}
