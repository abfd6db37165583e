using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;
using AsyncProf.Recording;
using AsyncProf.Recording.Launching;

namespace AsyncProf.Cli.Commands;

/// <summary>What this tool starts beside a command that it launches, and nobody else needs: lets it run if this tool is killed.</summary>
internal static class RescueCommand
{
    public static Command Create(CliConsole console)
    {
        var port = new Argument<string>("PORT") { Description = "Where the runtimes try to connect." };
        var command = new Command(OwnProgram.Rescue, "Lets processes run that wait for PORT, when whoever reads the standard input's other end is gone.") { Hidden = true };
        command.Add(port);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, async () =>
        {
            if (await Console.In.ReadLineAsync() is not null)
                return 0; // the launch has ended as it should
            try
            {
                await PortRescue.RunAsync(parsed.GetValue(port)!);
                return 0;
            }
            catch (RecordingException exception)
            {
                throw new UserError(exception.Message);
            }
        }));
        return command;
    }
}
