using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Heap;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof dump</c>.</summary>
internal sealed class DumpOptions
{
    private const int DefaultTop = 100;
    private const long DefaultMemory = 2L << 30;

    private readonly Argument<string> _core = new("CORE") { Description = "A core file with the heap, as dotnet-dump collect writes, instead of a process.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _pid = new("--pid", "-p") { Description = "The id of the process.", HelpName = "PID", CustomParser = result => NumberValue.Parse(result) };
    private readonly Option<string> _name = new("--name", "-n") { Description = "The name of the process, or of the app that dotnet runs.", HelpName = "NAME" };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON (schema asyncprof.dump/1), with everything in it." };
    private readonly Option<bool> _unreachable = new("--unreachable") { Description = "Show only what nothing can complete any more, because nothing that the program still holds leads to what it waits for. The process stands still for longer: its large objects are copied, too, and what it holds is read." };
    private readonly Option<bool> _heap = new("--heap") { Description = "Show what the operations keep instead: objects to which nothing leads but locals, parameters and this of async methods that have not ended, by stack, in bytes. The process stands still for longer, as with --unreachable." };
    private readonly Option<bool> _showAll = new("--show-all") { Description = "Show framework methods (System.*, Microsoft.*)." };
    private readonly Option<string> _top = new("--top") { Description = "How many stacks are shown, or which share: 20, 10%. Default: 100.", HelpName = "N" };
    private readonly MemoryOption _memory = new("How much of the heap may be copied.", DefaultMemory);

    public void AddTo(Command command)
    {
        command.Add(_core);
        foreach (Option option in (Option[])[_pid, _name, _json, _unreachable, _heap, _showAll, _top])
            command.Add(option);
        _memory.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public DumpRequest Read(ParseResult parsed)
    {
        var request = new DumpRequest(parsed.GetValue(_core), parsed.GetValue(_pid), parsed.GetValue(_name))
        {
            IsJson = parsed.GetValue(_json),
            Question = QuestionOf(parsed),
            ShowAll = parsed.GetValue(_showAll),
            Top = parsed.GetValue(_top),
            Memory = _memory.Read(parsed),
        };
        int given = (request.Core is null ? 0 : 1) + (request.Pid is null ? 0 : 1) + (request.Name is null ? 0 : 1);
        if (given != 1)
            throw new UserError("Give one of --pid PID, --name NAME or a core file; asyncprof ps lists the processes.");
        TopValue.Parse(request.Top, 0, DefaultTop); // what is wrong is said before anything is stopped
        return request;
    }

    private HeapQuestion QuestionOf(ParseResult parsed) => (parsed.GetValue(_unreachable), parsed.GetValue(_heap)) switch
    {
        (true, true) => throw new UserError("--unreachable and --heap ask for different things: give one of them, and the other with a second dump."),
        (true, _) => HeapQuestion.Unreachable,
        (_, true) => HeapQuestion.Kept,
        _ => HeapQuestion.Pending,
    };

    /// <summary>How many of some stacks are shown.</summary>
    public static int Top(DumpRequest request, int stacks) => TopValue.Parse(request.Top, stacks, DefaultTop);
}
