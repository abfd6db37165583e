using AsyncProf.Testing.Tiers;
using Edges;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>
/// Who awaits whom, in more than a hundred small programs that say it themselves: what events or a rule can tell is all there, and nothing else is, also where a program is made to
/// mislead.
/// </summary>
[Collection(RecordingCollection.Name)]
public sealed class EdgesTests(EdgesRecordings recordings) : IClassFixture<EdgesRecordings>
{
    private static readonly string[] Frameworks = ["net8.0", "net9.0", "net10.0", EdgesRecordings.Eleven, EdgesRecordings.RuntimeAsync];

    /// <summary>Each runtime with the patterns that it has.</summary>
    public static TheoryData<string, string> OfLaunched =>
        Rows(Tier.IsDeep ? Frameworks : ["net10.0"], (framework, pattern) => !pattern.IsLong || (Tier.IsDeep && framework == "net10.0"));

    /// <inheritdoc cref="OfLaunched"/>
    public static TheoryData<string, string> OfAttached => Rows(Frameworks, (framework, pattern) => !pattern.IsLong && framework != EdgesRecordings.Eleven);

    [Theory]
    [MemberData(nameof(OfLaunched))]
    public async Task Launched_OnARuntime_HasTheEdgesOfAPattern(string framework, string pattern)
    {
        string? fault = EdgesBounds.FaultOf(await recordings.LaunchedAsync(framework, pattern), framework, hasAgent: true);

        Assert.True(fault is null, fault);
    }

    [Theory]
    [MemberData(nameof(OfAttached))]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Attached_OnARuntime_HasTheEdgesOfAPattern(string framework, string pattern)
    {
        string? fault = EdgesBounds.FaultOf(await recordings.AttachedAsync(framework, pattern), framework, hasAgent: false);

        Assert.True(fault is null, fault);
    }

    [Fact]
    public async Task Launched_AndAskedForExactEdges_HasNoneThatIsWrong()
    {
        (IReadOnlyDictionary<string, long> wrong, long told) = await recordings.ExactlyAsync("net10.0");

        Assert.Empty(wrong);
        Assert.InRange(told, 100, long.MaxValue);
    }

    private static TheoryData<string, string> Rows(string[] frameworks, Func<string, Pattern, bool> takes)
    {
        TheoryData<string, string> rows = [];
        foreach (string framework in frameworks)
        {
            foreach (Pattern pattern in Patterns.All.Where(pattern => EdgesRecordings.Has(framework, pattern) && takes(framework, pattern)))
                rows.Add(framework, pattern.Name);
        }

        return rows;
    }
}
