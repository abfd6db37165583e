using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

public sealed class RepositoryLinksTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("https://github.com/shop/orders", $"1.4.0+{Commit}", $"https://raw.githubusercontent.com/shop/orders/{Commit}/src/All%20Orders.cs")]
    [InlineData("https://github.com/shop/orders.git", $"1.4.0-beta.2+build.7.{Commit}", $"https://raw.githubusercontent.com/shop/orders/{Commit}/src/All%20Orders.cs")]
    [InlineData("https://gitlab.com/shop/backend/orders/", $"1.4.0+{Commit}", $"https://gitlab.com/shop/backend/orders/-/raw/{Commit}/src/All%20Orders.cs")]
    [InlineData("https://bitbucket.org/shop/orders", $"1.4.0+{Commit}", $"https://bitbucket.org/shop/orders/raw/{Commit}/src/All%20Orders.cs")]
    public void Of_ARepositoryAndACommit_IsWhereItsFilesAre(string repository, string version, string link)
    {
        SourceLinks links = RepositoryLinks.Of(repository, version)!;

        Assert.Equal(link, links.Of("/_/src/All Orders.cs"));
        Assert.Empty(links.Of("/home/me/orders/src/All Orders.cs"));
    }

    [Theory]
    [InlineData("", $"1.0.0+{Commit}")]
    [InlineData("https://github.com/shop/orders", "1.0.0")]
    [InlineData("https://github.com/shop/orders", "")]
    [InlineData("https://github.com/shop/orders", "1.0.0+0123456")]
    [InlineData("https://github.com/shop/orders", "1.0.0+0123456789abcdef0123456789abcdef0123456/")]
    [InlineData("https://github.com/shop/*", $"1.0.0+{Commit}")]
    [InlineData("http://github.com/shop/orders", $"1.0.0+{Commit}")]
    [InlineData("https://code.example.com/shop/orders", $"1.0.0+{Commit}")]
    [InlineData("javascript:alert(1)", $"1.0.0+{Commit}")]
    public void Of_WhatDoesNotSayBoth_IsNothing(string repository, string version) => Assert.Null(RepositoryLinks.Of(repository, version));

    [Theory]
    [InlineData(null, $"https://raw.githubusercontent.com/shop/orders/{Commit}/src/Shapes.cs")]
    [InlineData("""{"documents":{"/_/*":"https://host/*"}}""", "https://host/src/Shapes.cs")]
    public void FindMachine_OfAModuleThatSaysItsCommit_SaysWhereItsFileCanBeRead(string? sourceLink, string link)
    {
        string path = Path.Combine(_directory.FullName, "Committed.dll");
        string source = $$"""
            [assembly: System.Reflection.AssemblyMetadata("Other", "https://github.com/other/other")]
            [assembly: System.Reflection.AssemblyMetadata("RepositoryUrl", "https://github.com/shop/orders")]
            [assembly: System.Reflection.AssemblyInformationalVersion("1.4.0+{{Commit}}")]
            #line 1 "/_/src/Shapes.cs"
            class C { async Task M() { await Task.Delay(1); } }
            """;
        ShapesCompiler.Compile(source, path, OptimizationLevel.Debug, Path.ChangeExtension(path, ".pdb"), sourceLink: sourceLink);
        using ModuleCode module = ModuleCode.TryOpen(path)!;

        Assert.Equal(link, module.FindMachine("C+<M>d__0")!.Link);
    }
}
