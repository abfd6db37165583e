namespace AsyncProf.Cli.Tests.Commands;

/// <summary>Numbers of runs that <c>record</c> refuses.</summary>
public class RunOptionsTests
{
    [Theory]
    [InlineData(2, "--runs needs a command after --: a process that runs already can only be recorded once.", "--runs", "3")]
    [InlineData(2, "--runs needs a command after --: a process that runs already can only be recorded once.", "--runs", "3", "--pid", "1")]
    [InlineData(125, "--warmup goes with --runs: say how many runs are to be kept.", "--warmup", "3", "--", "true")]
    [InlineData(125, "--subprocesses does not go with --runs: of each run one process is compared.", "--runs", "3", "--subprocesses", "--", "true")]
    [InlineData(2, "--runs must be a whole number from 1 to 50; it is 51. See asyncprof record --help.", "--runs", "51", "--", "true")]
    [InlineData(2, "--runs must be a whole number from 1 to 50; it is x. See asyncprof record --help.", "--runs", "x", "--", "true")]
    public async Task Record_RunsThatCannotBe_SaysWhyInOneSentence(int code, string message, params string[] arguments)
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", .. arguments]);

        Assert.Equal((code, ""), (actual, output));
        Assert.Equal($"asyncprof: {message}", errors.TrimEnd());
    }
}
