using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof diff</c>.</summary>
internal sealed class DiffCommandOptions
{
    private readonly Argument<string[]> _sides = new("BASE HEAD") { Description = "Two sides: a recording (.nettrace, .pb.gz) or a folder of recordings each.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _base = Side("--base", "The base's recordings, or folders of them; with --from its labels: key=value[,key=value].");
    private readonly Option<string[]> _head = Side("--head", "The head's recordings, or folders of them; with --from its labels.");
    private readonly Option<string> _output = new("--output", "-o") { Description = $"Write it to a file too; its name tells the format: {DiffTarget.Extensions}.", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite FILE if it exists." };
    private readonly FleetOptions _fleet = new();
    private readonly Option<bool> _brief = new("--brief") { Description = "Print what matters most in at most 60 lines and 8 KiB, for agents and scripts." };
    private readonly InferOption _infer = new();
    private readonly GateOptions _gate = new();

    public void AddTo(Command command)
    {
        command.Add(_sides);
        foreach (Option option in (Option[])[_base, _head, _output, _force, _brief])
            command.Add(option);
        _fleet.AddTo(command);
        _infer.AddTo(command);
        _gate.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public DiffRequest Read(ParseResult parsed, CliConsole console)
    {
        FleetRequest? fleet = _fleet.Read(parsed, parsed.GetValue(_sides) ?? [], parsed.GetValue(_base) ?? [], parsed.GetValue(_head) ?? []);
        (IReadOnlyList<string> bases, IReadOnlyList<string> heads) = Sides(parsed.GetValue(_sides) ?? [], parsed.GetValue(_base) ?? [], parsed.GetValue(_head) ?? []);
        DiffRequest request = _gate.Read(parsed, console, bases, heads) with
        {
            Fleet = fleet,
            Words = [.. WordsOf(parsed)],
            Output = parsed.GetValue(_output),
            Force = parsed.GetValue(_force),
            Inference = _infer.Read(parsed),
        };
        if (fleet is not null && request.Options.Measure != DiffMeasure.Elapsed)
            throw new UserError("--measure applies to files: a store is compared by elapsed time.");
        if (!parsed.GetValue(_brief))
            return request;
        return _gate.IsShaped(parsed) ? throw new UserError("--format and --top do not go with --brief, which has one form: leave one of them out.") : request with { Format = DiffRequest.Brief };
    }

    /// <summary>What was asked, to be asked again; without what a header says, which may be a secret, and without the file, which is written.</summary>
    private IEnumerable<string> WordsOf(ParseResult parsed)
    {
        bool isOfDropped = false;
        foreach (string word in parsed.Tokens.Skip(1).Select(token => token.Value))
        {
            bool isDropped = word == FleetOptions.Header || word == _output.Name || _output.Aliases.Contains(word);
            if (!isOfDropped && !isDropped && word != _brief.Name && word != _force.Name)
                yield return word;
            isOfDropped = isDropped;
        }
    }

    private static (IReadOnlyList<string> Bases, IReadOnlyList<string> Heads) Sides(string[] sides, string[] bases, string[] heads)
    {
        if (sides.Length > 0 && sides[0].StartsWith('-'))
            throw new UserError($"Unknown option {sides[0]}: asyncprof diff --help lists the options.");
        return (sides, bases, heads) switch
        {
            ([var from, var to], [], []) => ([from], [to]),
            ([], [_, ..], [_, ..]) => (bases, heads),
            ([], [], []) => throw new UserError("Name two sides: asyncprof diff BASE HEAD, or --base FILE… --head FILE…; a side is a recording, a folder of recordings, or several files."),
            ([], _, _) => throw new UserError($"Only the {(bases.Length > 0 ? "base" : "head")} is named: --base and --head go together."),
            (_, [], []) => throw new UserError(FormattableString.Invariant($"asyncprof diff takes two sides, BASE and HEAD; {sides.Length} {(sides.Length == 1 ? "is" : "are")} named. Several files a side go behind --base and --head.")),
            _ => throw new UserError("Name the sides as BASE HEAD or by --base and --head, not both."),
        };
    }

    private static Option<string[]> Side(string name, string description) => new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
}
