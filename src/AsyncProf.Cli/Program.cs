using System.CommandLine;

// Without a command the tool shows its help, which is also what --help does.
var root = new RootCommand("AsyncProf: an async-aware profiler for .NET. This build has no commands yet; profile an app of your own with AsyncProf.Runtime.");
root.SetAction(_ => root.Parse("--help").Invoke());
ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : code; // 2: bad usage
