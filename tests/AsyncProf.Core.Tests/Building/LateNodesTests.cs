using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Core.Tests.Building;

public class LateNodesTests
{
    private static readonly ChargeTags Tags = new(RootKind.Request, OperationStatus.Error, AwaitedBy.Parent, 3);

    [Fact]
    public void TryFind_OfWhatWasAdded_IsThatUntilManyHaveCome()
    {
        var nodes = new LateNodes();
        Assert.False(nodes.TryFind(1, out _, out _));
        nodes.Add(1, 7, Tags);

        Assert.True(nodes.TryFind(1, out int stack, out ChargeTags tags));
        Assert.Equal((7, Tags), (stack, tags));
        Assert.False(nodes.TryFind(2, out _, out _));
        Assert.False(nodes.TryFind(1025, out _, out _));

        for (int number = 2; number <= 1025; number++)
            nodes.Add(number, number, Tags);
        Assert.False(nodes.TryFind(1, out _, out _));
        Assert.True(nodes.TryFind(1025, out stack, out _));
        Assert.Equal(1025, stack);
    }
}
