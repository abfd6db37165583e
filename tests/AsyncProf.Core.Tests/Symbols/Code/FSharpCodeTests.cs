using AsyncProf.Symbols.Code;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Task expressions of F#: what follows an await lies within it.</summary>
public class FSharpCodeTests
{
    [Fact]
    public void Awaits_OfNestedTaskExpressions_AreWhatTheyAwait()
    {
        using ModuleCode module = ModuleCode.TryOpen(typeof(FSharpShapes.Shapes).Assembly.Location)!;
        string name = typeof(FSharpShapes.Shapes).Assembly.GetTypes().Single(type => type.Name.StartsWith("outerAsync@", StringComparison.Ordinal)).FullName!;

        AsyncCode code = module.FindMachine(name)!;

        Assert.Equal(
            [("AsyncProf.FSharpShapes.Shapes.sleepAsync", 14), ("AsyncProf.FSharpShapes.Shapes.inner", 16)],
            code.Awaits.Select(site => (site.Awaited.Label, site.Line)));
        Assert.Equal(("AsyncProf.FSharpShapes.Shapes", "outerAsync"), (code.Type, code.Method));
        (AwaitSite outer, AwaitSite inner) = (code.Awaits[0], code.Awaits[1]);
        Assert.True(outer.From < inner.From && inner.To < outer.To, "The second await does not lie within the first.");
        Assert.Equal([outer, inner, inner, outer, null], new[] { outer.From, inner.From, inner.To - 1, inner.To, outer.To }.Select(code.At));
    }
}
