using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters;

/// <summary>Writes folded stacks, a line each: frames from the root, separated by semicolons, and the stack's own nanoseconds. Every flame graph tool reads them.</summary>
public static class Folded
{
    /// <summary>Writes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="axis">Elapsed or task time, bytes, or time on processors.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(AsyncProfile profile, ProfileAxis axis, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(output);
        TreeMeasure measure = TreeMeasure.OfAxis(axis);
        var path = new List<string>();
        foreach (TreeSlice slice in TreeSlice.Of(profile.Tree, measure).Where(slice => slice.Node != profile.Tree))
        {
            if (!slice.Begins)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path.Add(Name(NameText.Display(slice.Node.Frame)));
            if (measure.Self(slice.Node) is var self and > 0)
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{string.Join(';', path)} {self}\n"));
        }
    }

    /// <summary>A name must not end a frame or a line.</summary>
    private static string Name(string name) => PlainText.Printable(name).Replace(';', ':') is { Length: > 0 } text ? text : "(unnamed)";
}
