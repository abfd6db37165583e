using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Text;

/// <summary>A logical stack as one line, from its root to its end.</summary>
internal static class StackText
{
    private const string Below = " > ", Cut = "… > ";

    private const int LeastName = 16;

    /// <summary>The root and as much of the end as there is room for.</summary>
    /// <param name="stack">The frames, the root first.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Of(IReadOnlyList<Frame> stack, int width)
    {
        string whole = string.Join(Below, stack.Select(NameText.Display));
        if (whole.Length <= width)
            return whole;
        string root = NameText.Fit(stack[0], Math.Max(LeastName, stack.Count == 1 ? width : width / 3)), end = "";
        for (int at = stack.Count - 1; at > 0; at--)
        {
            int room = width - root.Length - Below.Length - end.Length - (at > 1 ? Cut.Length : 0);
            string name = NameText.Fit(stack[at], Math.Max(LeastName, end.Length == 0 ? room : room - Below.Length));
            string longer = end.Length == 0 ? name : name + Below + end;
            if (end.Length > 0 && longer.Length > room + end.Length)
                return root + Below + Cut + end;
            end = longer;
        }

        return end.Length == 0 ? root : root + Below + end;
    }
}
