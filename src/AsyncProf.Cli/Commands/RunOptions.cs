using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;

namespace AsyncProf.Cli.Commands;

/// <summary>How often a command is to run.</summary>
/// <param name="use">What the runs are for, and the default.</param>
internal sealed class RunOptions(string use)
{
    private readonly Option<int?> _runs = new("--runs") { Description = use, HelpName = "N", CustomParser = NumberValue.Between(1, RunCount.Most) };
    private readonly Option<int?> _warmup = new("--warmup") { Description = "Runs before those, which are thrown away. Default: 0.", HelpName = "K", CustomParser = NumberValue.Between(0, RunCount.Most) };

    public void AddTo(Command command)
    {
        command.Add(_runs);
        command.Add(_warmup);
    }

    /// <summary>How often; null if that was not asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="otherwise">How many runs where nothing is said; null if it then runs once, as always.</param>
    /// <exception cref="UserError">There are runs to warm up for none.</exception>
    public RunCount? Read(ParseResult parsed, int? otherwise)
    {
        int? runs = parsed.GetValue(_runs) ?? otherwise, warmup = parsed.GetValue(_warmup);
        if (runs is null && warmup is not null)
            throw new UserError("--warmup goes with --runs: say how many runs are to be kept.");
        return runs is { } count ? new RunCount(count, warmup ?? 0) : null;
    }
}
