using System.CommandLine;

namespace AsyncProf.Cli.Arguments;

/// <summary>The options that choose a part of a profile, the same for every command that reads one.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string> _root = RegexValue.Option("--root", "Show only roots whose name matches.");
    private readonly Option<string> _focus = RegexValue.Option("--focus", "Show only stacks with a frame that matches.");
    private readonly Option<string> _ignore = RegexValue.Option("--ignore", "Leave out stacks with a frame that matches.");
    private readonly Option<string> _hide = RegexValue.Option("--hide", "Fold the methods that match into one wait each, named after the outermost.");
    private readonly Option<bool> _strip = new("--strip") { Description = "Show names without namespaces." };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_root, _focus, _ignore, _hide, _strip])
            command.Add(option);
    }

    public ProfileFilter Read(ParseResult parsed) => new(
        RegexValue.Parse(parsed, _root), RegexValue.Parse(parsed, _focus), RegexValue.Parse(parsed, _ignore), RegexValue.Parse(parsed, _hide), parsed.GetValue(_strip));
}
