using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

public class TransitionsTests
{
    [Fact]
    public void Move_IllegalStep_IsTakenAndCountedByKind()
    {
        var transitions = new Transitions();
        var operation = new Operation { State = OperationState.Ended };

        transitions.Move(ref operation, OperationState.Running);

        Assert.Equal(OperationState.Running, operation.State);
        Assert.Equal(1, transitions.IllegalCount);
        Assert.Equal(1, transitions.Illegal(OperationState.Ended, OperationState.Running));
        Assert.Equal(0, transitions.Illegal(OperationState.Running, OperationState.Ended));
    }

    [Fact]
    public void IsLegal_OfEveryStep_IsWhatTheDocsSay()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "engine.md"));

        foreach (OperationState from in Enum.GetValues<OperationState>())
        {
            IEnumerable<OperationState> steps = Enum.GetValues<OperationState>().Where(to => Transitions.IsLegal(from, to));
            if (steps.Any())
                Assert.Contains($"| {from} | {string.Join(", ", steps)} |", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void IsLegal_FromEnded_IsNothing() =>
        Assert.All(Enum.GetValues<OperationState>(), to => Assert.False(Transitions.IsLegal(OperationState.Ended, to)));
}
