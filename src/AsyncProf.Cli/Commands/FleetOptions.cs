using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;
using AsyncProf.Fleets;

namespace AsyncProf.Cli.Commands;

/// <summary>Where <c>asyncprof diff</c> finds its sides if they are no files: the options of a store.</summary>
internal sealed class FleetOptions
{
    /// <summary>The option whose values may be secrets.</summary>
    public const string Header = "--header";

    private const int MostTraces = 1_000_000;

    private static readonly FleetLimits Usual = new();

    private readonly Option<string> _from = new("--from") { Description = "A store that holds both sides: the address of Jaeger, the Aspire dashboard or Pyroscope, or a folder whose names say key=value.", HelpName = "URL" };
    private readonly Option<string> _since = new("--since") { Description = "Since when the store is asked: how long ago, such as 6h, or a time. Default: 1d before --until.", HelpName = "TIME" };
    private readonly Option<string> _until = new("--until") { Description = "Until when. Default: now.", HelpName = "TIME" };
    private readonly Option<string[]> _headers = new(Header) { Description = $"What each request to the store says besides, a token for example; may be repeated. More are read from {StoreHeaders.Variable}.", HelpName = "'NAME: VALUE'" };
    private readonly Option<int?> _traces = new("--traces") { Description = FormattableString.Invariant($"How many traces of a side to read at most. Default: {Usual.Traces}."), CustomParser = NumberValue.Between(1, MostTraces), HelpName = "N" };
    private readonly Option<string> _timeout = new("--timeout") { Description = FormattableString.Invariant($"How long one answer of the store may take. Default: {Usual.Patience.TotalSeconds:0}s."), HelpName = "TIME" };

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    private IReadOnlyList<Option> All => [_from, _since, _until, _headers, _traces, _timeout];

    /// <summary>What is asked of a store; null where the sides are files.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sides">Sides that were named without an option.</param>
    /// <param name="bases">What was said of the base.</param>
    /// <param name="heads">What was said of the head.</param>
    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public FleetRequest? Read(ParseResult parsed, string[] sides, string[] bases, string[] heads)
    {
        if (parsed.GetValue(_from) is not { } from)
        {
            Option? alone = All.Skip(1).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            return alone is null ? null : throw new UserError($"{alone.Name} applies to a store: name it by --from.");
        }

        if (sides.Length > 0 || (bases, heads) is not ([var selected], [var other]))
            throw new UserError("With --from, each side is its labels: --base service=shop,version=1.4 --head service=shop,version=1.5.");
        FleetLimits limits = Usual with { Traces = parsed.GetValue(_traces) ?? Usual.Traces, Patience = TimeValue.Parse("--timeout", parsed.GetValue(_timeout)) ?? Usual.Patience };
        return new FleetRequest(from, selected, other, parsed.GetValue(_since), parsed.GetValue(_until), parsed.GetValue(_headers) ?? [], limits);
    }
}
