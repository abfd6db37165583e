using AsyncProf.Attribution;
using AsyncProf.Building;

namespace AsyncProf.Core.Tests.Building;

public class StepStacksTests
{
    [Fact]
    public void Add_MoreThanAreKept_KeepsWhatDidMostAndTheSumOfEachStep()
    {
        const int Most = 1_000;
        var stacks = new StepStacks(Most);
        for (int step = 0; step < 10; step++)
        {
            for (int stack = 1; stack <= 500; stack++)
                stacks.Add(step, stack, stack % 2 == 0 ? ChargeState.Running : ChargeState.Waiting, stack == 42 ? 100_000 : 1);
        }

        IGrouping<int, (long Stack, StateTimes Times)>[] steps = [.. stacks.BySteps];

        Assert.InRange(steps.Sum(step => step.Count()), 10, Most);
        Assert.Equal(10, steps.Length);
        Assert.All(steps, step =>
        {
            Assert.Equal(100_249, step.Sum(stack => stack.Times.Running));
            Assert.Equal(250, step.Sum(stack => stack.Times.Waiting));
            Assert.Contains(step, stack => stack.Stack == 42);
        });
    }

    [Fact]
    public void Halve_TwoStepsOfOneStack_AreOneStep()
    {
        var stacks = new StepStacks(100);
        stacks.Add(2, 7, ChargeState.Running, 5);
        stacks.Add(3, 7, ChargeState.Ready, 6);

        stacks.Halve();

        IGrouping<int, (long Stack, StateTimes Times)> step = Assert.Single(stacks.BySteps);
        Assert.Equal(1, step.Key);
        Assert.Equal((7, 5, 6), (Assert.Single(step).Stack, step.Single().Times.Running, step.Single().Times.Ready));
    }
}
