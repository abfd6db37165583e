using System.CommandLine;
using AsyncProf.Cli;

// Without a command the tool shows its help, which is also what --help does.
var root = new RootCommand("AsyncProf: an async-aware profiler for .NET.") { ReportCommand.Create(), ExportCommand.Create(), ViewCommand.Create(), RecordCommand.Create(), PsCommand.Create() };
root.SetAction(_ => root.Parse("--help").Invoke());
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    // One sentence, not a page of help.
    Console.Error.WriteLine($"asyncprof: {string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.')}; {(parsed.CommandResult.Command == root ? "asyncprof" : $"asyncprof {parsed.CommandResult.Command.Name}")} --help tells what there is.");
    return UserError.ExitCode;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
