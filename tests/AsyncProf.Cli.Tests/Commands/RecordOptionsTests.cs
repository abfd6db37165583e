using System.CommandLine;
using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Recording;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Tests.Commands;

/// <summary>Options of <c>record</c> that do not go with each other.</summary>
public class RecordOptionsTests
{
    [Theory]
    [InlineData("auto", RecordingSource.Agent)]
    [InlineData("agent", RecordingSource.Agent)]
    [InlineData("eventpipe", RecordingSource.EventPipe)]
    public void Read_ABudget_IsKeptByEitherSourceAndByTheAgentUnlessSaid(string source, object expected)
    {
        RecordRequest request = Read("--budget", "3%", "--source", source, "--pid", "1");

        Assert.Equal((0.03, (RecordingSource)expected), (request.Wishes.Budget, request.Source));
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

    [Theory]
    [InlineData(2, "--stop-command needs a command to launch: a process that is attached to goes on.", "--pid", "1", "-d", "1")]
    [InlineData(125, "--stop-command needs --duration: without it a recording ends with the command.", "--", "true")]
    [InlineData(125, "--stop-command does not go with --subprocesses: the command ends with the first of its processes that would be asked to.", "--subprocesses", "-d", "1", "--", "true")]
    public async Task Record_StopCommandWhereThereIsNothingToStop_SaysWhyNot(int code, string sentence, params string[] arguments)
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", "--stop-command", .. arguments]);

        Assert.Equal((code, ""), (actual, output));
        Assert.Equal($"asyncprof: {sentence}", errors.TrimEnd());
    }

    [Theory]
    [InlineData(2, "--capture", "listener", "--source", "eventpipe", "--pid", "1")]
    [InlineData(125, "--capture", "direct", "--source", "eventpipe", "--", "true")]
    public async Task Record_AWayToReceiveEventsWhereThereIsNoAgent_SaysWhyNot(int code, params string[] arguments)
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", .. arguments]);

        Assert.Equal((code, ""), (actual, output));
        Assert.Equal("asyncprof: --capture says how the agent receives events, and over EventPipe there is none: leave --source eventpipe out.", errors.TrimEnd());
    }

    [Theory]
    [InlineData("auto", CaptureMode.Auto, RecordingSource.Auto)]
    [InlineData("listener", CaptureMode.Listener, RecordingSource.Agent)]
    [InlineData("direct", CaptureMode.Direct, RecordingSource.Agent)]
    public void Read_AWayToReceiveEvents_IsWishedOfTheAgent(string text, CaptureMode expected, object source)
    {
        RecordRequest request = Read("--capture", text, "--pid", "1");

        Assert.Equal((expected, (RecordingSource)source), (request.Wishes.Capture, request.Source));
    }

    [Fact]
    public async Task Record_AWayToReceiveEventsThatThereIsNot_IsRefused()
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(".", ["record", "--capture", "both", "--pid", "1"]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("'both'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecordingSource.Auto, "--waits", "--pid", "1")]
    [InlineData(RecordingSource.EventPipe, "--waits", "--source", "eventpipe", "--pid", "1")]
    [InlineData(RecordingSource.Agent, "--waits", "--alloc", "--pid", "1")]
    public void Read_Waits_LeavesTheSourceAsItIs(object source, params string[] arguments)
    {
        RecordRequest request = Read(arguments);

        Assert.Equal((true, (RecordingSource)source), (request.Wishes.Waits, request.Source));
    }

    [Theory]
    [InlineData(2, "--budget", "3%", "--pid", "1")]
    [InlineData(125, "--budget", "3%", "--", "true")]
    public async Task Record_WaitsWithinABudget_SaysWhyNot(int code, params string[] arguments)
    {
        (int actual, string output, string errors) = await TestConsole.RunAsync(".", ["record", "--waits", .. arguments]);

        Assert.Equal((code, ""), (actual, output));
        Assert.Equal("asyncprof: --waits does not go with --budget: what the events of waits cost is not counted, so that the share would not be kept.", errors.TrimEnd());
    }

    private static RecordRequest Read(params string[] arguments)
    {
        var options = new RecordOptions();
        var command = new Command("record");
        options.AddTo(command);
        return options.Read(command.Parse(arguments));
    }
}
