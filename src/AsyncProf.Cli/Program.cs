using System.CommandLine;
using AsyncProf.Cli;

// Without a command the tool shows its help, which is also what --help does.
var root = new RootCommand("AsyncProf: an async-aware profiler for .NET.") { ReportCommand.Create(), ExportCommand.Create(), ViewCommand.Create() };
root.SetAction(_ => root.Parse("--help").Invoke());
ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
return parsed.Errors.Count > 0 ? UserError.ExitCode : code;
