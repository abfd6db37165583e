using System.CommandLine;
using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Recording;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof ps</c>: the .NET processes, and how each can be recorded.</summary>
internal static class PsCommand
{
    public static Command Create()
    {
        var command = new Command("ps", "Lists the .NET processes with their runtime, and how each can be recorded, or why not.\n\nExample: asyncprof ps");
        command.SetAction((parsed, _) => UserError.GuardAsync(parsed, async () =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{"pid",8}  {"runtime",-9} {"how",-17} name");
            foreach (TargetProcess target in TargetProcess.All())
            {
                RecordingWays ways = await RecordingWays.OfAsync(target);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Pid,8}  {PlainText.Printable(ways.Runtime),-9} {ways.How,-17} {PlainText.Printable(target.Name)}{(ways.Why.Length == 0 ? "" : "  " + ways.Why)}"));
            }
        }));
        return command;
    }
}
