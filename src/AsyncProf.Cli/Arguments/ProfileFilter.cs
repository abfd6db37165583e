using System.Text.RegularExpressions;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Arguments;

/// <summary>Which part of a profile was asked for, and how its frames are shown.</summary>
/// <param name="Root">Only roots whose name matches.</param>
/// <param name="Focus">Only stacks with a frame that matches.</param>
/// <param name="Ignore">No stack with a frame that matches.</param>
/// <param name="Hide">Methods that match become one wait each.</param>
/// <param name="Strip">Whether names lose their namespaces.</param>
internal sealed record ProfileFilter(Regex? Root, Regex? Focus, Regex? Ignore, Regex? Hide, bool Strip)
{
    /// <summary>Whether it leaves nothing out.</summary>
    public bool IsAll => Root is null && Focus is null && Ignore is null;

    /// <summary>Whether nothing was asked for.</summary>
    public bool IsNone => IsAll && Hide is null && !Strip;

    /// <summary>The part that was asked for, as it is to be shown.</summary>
    public AsyncProfile Apply(AsyncProfile profile, bool fold) => Shape(Select(profile), fold);

    /// <summary>The part that was asked for.</summary>
    public AsyncProfile Select(AsyncProfile profile)
    {
        if (Root is not null)
            profile = profile.OnlyRoots(Root);
        if (Focus is not null)
            profile = profile.Focus(Focus);
        return Ignore is null ? profile : profile.Ignore(Ignore);
    }

    /// <summary>A part with its frames hidden and named as asked for.</summary>
    public AsyncProfile Shape(AsyncProfile profile, bool fold)
    {
        if (Hide is not null)
            profile = profile.Hide(Hide);
        if (fold)
            profile = profile.FoldFramework();
        return Strip ? profile.Strip() : profile;
    }
}
