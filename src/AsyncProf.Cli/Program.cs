using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Output;

FileSizeSignal.Ignore();
return await AsyncProfCommand.RunAsync(args, CliConsole.OfProcess());
