using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Output;

return await AsyncProfCommand.RunAsync(args, CliConsole.OfProcess());
