using System.CommandLine;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>The option <c>--infer</c> of the commands that read recordings: which edges may be inferred that no event names.</summary>
internal sealed class InferOption
{
    private readonly Option<string> _option = new("--infer")
    {
        Description = "Of a .nettrace: which edges that no event names may be inferred: all, sure (without those that can be wrong), none, or rules by name with commas between. Default: all.",
        HelpName = "RULES",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The rules.</summary>
    /// <exception cref="UserError">It names none, or one that there is not.</exception>
    public Inference Read(ParseResult parsed) => parsed.GetValue(_option) is not { } text
        ? Inference.All
        : Inference.Parse(text) ?? throw new UserError($"{_option.Name} must be all, sure, none, or some of {Inference.Names}, with commas between; it is {text}.");
}
