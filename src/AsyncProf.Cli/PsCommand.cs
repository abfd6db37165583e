using System.CommandLine;
using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof ps</c>: the .NET processes that can be asked.</summary>
internal static class PsCommand
{
    public static Command Create()
    {
        var command = new Command("ps", "Lists the .NET processes that can be recorded.\n\nExample: asyncprof ps");
        command.SetAction(parsed => UserError.Guard(parsed, () =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{"pid",8}  name");
            foreach (TargetProcess target in TargetProcess.All())
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Pid,8}  {TextReport.Printable(target.Name)}"));
        }));
        return command;
    }
}
