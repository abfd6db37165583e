namespace AsyncProf.Cli.Tests.Commands;

/// <summary>Options of <c>record</c> that do not go with each other.</summary>
public class RecordOptionsTests
{
    [Fact]
    public async Task Record_BudgetFromTheRuntimesOwnEvents_SaysWhyNot()
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", "--budget", "3%", "--source", "eventpipe", "--pid", "1"]);

        Assert.Equal((2, ""), (actual, output));
        Assert.Equal("asyncprof: --budget needs the agent, which alone knows what it costs: leave --source eventpipe out.", errors.TrimEnd());
    }

    [Theory]
    [InlineData(2, "--exact-edges", "--source", "eventpipe", "--pid", "1")]
    [InlineData(125, "--exact-edges", "--source", "eventpipe", "--", "true")]
    public async Task Record_ExactEdgesFromTheRuntimesOwnEvents_SaysWhyNot(int code, params string[] arguments)
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", .. arguments]);

        Assert.Equal((code, ""), (actual, output));
        Assert.Equal("asyncprof: --exact-edges needs the agent, which alone can look at the process's tasks: leave --source eventpipe out.", errors.TrimEnd());
    }
}
