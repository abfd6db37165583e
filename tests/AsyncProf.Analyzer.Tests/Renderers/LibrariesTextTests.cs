using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class LibrariesTextTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Write_WhatIsNoLibrary_IsNeitherYoursNorThePackages()
    {
        var script = new ScriptedProfile();
        int root = script.Root("GET /orders", 1, 1 * Ms);
        script.Call(root, "Shop.Orders.GetAsync", 2, 20 * Ms);
        script.Call(root, "System.Net.Http.HttpClient.SendAsync", 3, 300 * Ms);
        script.Call(root, "GetAsync", 4, 4000 * Ms);
        script.Call(root, MethodName.Unknown.Name, 5, 50_000 * Ms);

        string[] sums = LibrariesText.Write(script.Build(), 10, 160).TrimEnd().Split('\n')[^4..];

        Assert.Equal(["your code and packages", "frameworks", "no library that is known", "all"], sums.Select(line => line[(line.LastIndexOf("  ", StringComparison.Ordinal) + 2)..]));
        Assert.Equal(["20.0 ms", "300 ms", "54.0 s", "54.3 s"], sums.Select(line => line[9..17].Trim()));
        Assert.Equal(["2", "3", "10", "15"], sums.Select(line => line[..8].Trim()));
    }

    [Fact]
    public void Write_LibrariesAlone_HasNoLineForWhatIsNone()
    {
        var script = new ScriptedProfile();
        script.Root("Shop.Orders.GetAsync", 2, 20 * Ms, RootKind.Operation);

        string text = LibrariesText.Write(script.Build(), 10, 160);

        Assert.Contains("your code and packages", text, StringComparison.Ordinal);
        Assert.DoesNotContain("no library", text, StringComparison.Ordinal);
    }
}
