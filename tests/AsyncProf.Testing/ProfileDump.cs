using System.Globalization;
using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Testing;

/// <summary>Everything a profile says, as text: two profiles with the same text are the same to any report.</summary>
public static class ProfileDump
{
    public static string Of(AsyncProfile profile)
    {
        var text = new StringBuilder();
        foreach (RecordingField field in RecordingFields.All.Where(field => field.IsTold(profile.Recording)))
            text.Append(field.Name).Append('=').Append(field.Get(profile.Recording)).Append('\n');
        foreach (MethodRow row in profile.Methods)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Method}|{row.File}:{row.Line}|{row.Overload}|{row.Kind}|{row.IsFramework}|{row.Calls} {row.OutermostCalls} {row.Errors} {row.Canceled} {row.NotAwaited} {row.AwaiterUnknown} {row.AwaiterUnknownTaskNs} ")
                .Append(CultureInfo.InvariantCulture, $"{row.WallNs} {row.P50Ns} {row.P99Ns} {row.MaxNs} {row.PrefixAtMostNs} {row.PrefixUnknown} {row.LongestRunNs} {row.Yields} {row.ElapsedSelf} {row.ElapsedTotalNs} {row.TaskSelf} {row.TaskTotalNs} ")
                .AppendJoin(", ", row.Waits).Append('\n').AppendJoin('\n', row.Awaits).Append('\n');
        }

        foreach (RootRow root in profile.Roots)
            text.Append(CultureInfo.InvariantCulture, $"{root with { Slowest = null }} {root.Kind} {root.Count} {root.Errors} {root.WallNs} {root.ElapsedNs} {root.P50Ns} {root.P99Ns} {root.MaxNs} {root.StillRunning} {root.AwaiterUnknown} {string.Join(", ", root.StartedBy)}\n");
        text.AppendJoin('\n', profile.Spawns).Append('\n');
        var work = new Stack<(CallNode Node, int Depth)>([(profile.Tree, 0)]);
        while (work.TryPop(out (CallNode Node, int Depth) next))
        {
            text.Append(CultureInfo.InvariantCulture, $"{next.Depth} {next.Node.Name} {next.Node.Kind} {next.Node.Line} {next.Node.Frame.Wait} {next.Node.Frame.Target} {next.Node.Frame.On} {next.Node.Frame.File}:{next.Node.Frame.Line} {next.Node.Frame.PassesOn} {next.Node.IsFramework} {next.Node.Calls} {next.Node.ElapsedSelf} {next.Node.TaskSelf}\n");
            foreach (CallNode child in next.Node.Children)
                work.Push((child, next.Depth + 1));
        }

        return text.ToString();
    }
}
