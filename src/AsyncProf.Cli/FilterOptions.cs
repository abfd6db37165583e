using System.CommandLine;
using System.Text.RegularExpressions;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>The options that choose a part of a profile, the same for every command that reads one.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string> _root = Create("--root", "Only roots whose name matches.");
    private readonly Option<string> _focus = Create("--focus", "Only stacks with a frame that matches.");
    private readonly Option<string> _ignore = Create("--ignore", "No stack with a frame that matches.");
    private readonly Option<string> _hide = Create("--hide", "Methods that match become one wait each, named by the outermost.");
    private readonly Option<bool> _strip = new("--strip") { Description = "Names without namespaces." };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_root, _focus, _ignore, _hide, _strip])
            command.Add(option);
    }

    /// <summary>The part that was asked for, in the shape that was asked for.</summary>
    public AsyncProfile Apply(ParseResult parsed, AsyncProfile profile, bool fold) => Shape(parsed, Select(parsed, profile), fold);

    /// <summary>The part that was asked for.</summary>
    public AsyncProfile Select(ParseResult parsed, AsyncProfile profile)
    {
        if (Pattern(parsed, _root) is { } root)
            profile = profile.OnlyRoots(root);
        if (Pattern(parsed, _focus) is { } focus)
            profile = profile.Focus(focus);
        if (Pattern(parsed, _ignore) is { } ignore)
            profile = profile.Ignore(ignore);
        return profile;
    }

    /// <summary>A part with its frames hidden and named as asked for.</summary>
    public AsyncProfile Shape(ParseResult parsed, AsyncProfile profile, bool fold)
    {
        if (Pattern(parsed, _hide) is { } hide)
            profile = profile.Hide(hide);
        if (fold)
            profile = profile.FoldFramework();
        return parsed.GetValue(_strip) ? profile.Strip() : profile;
    }

    private static Option<string> Create(string name, string description) => new(name) { Description = description, HelpName = "REGEX" };

    /// <summary>A pattern of the user's never backtracks, so it cannot hang.</summary>
    public static Regex? Pattern(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new UserError($"{option.Name} is no regular expression that works here: {exception.Message}");
        }
    }
}
