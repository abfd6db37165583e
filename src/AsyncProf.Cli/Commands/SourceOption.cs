using System.CommandLine;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary>The option that chooses the source of events.</summary>
internal sealed class SourceOption
{
    private readonly Option<string> _source;

    /// <param name="automatic">What <c>auto</c> chooses.</param>
    public SourceOption(string automatic)
    {
        _source = new Option<string>("--source")
        {
            Description = $"Event source: eventpipe (the runtime's own events), agent (loaded into the process), or auto: {automatic}.",
            DefaultValueFactory = _ => "auto",
            HelpName = "SOURCE",
        };
        _source.AcceptOnlyFromAmong("auto", "eventpipe", "agent");
    }

    public void AddTo(Command command) => command.Add(_source);

    public RecordingSource Read(ParseResult parsed) => Enum.Parse<RecordingSource>(parsed.GetValue(_source)!, ignoreCase: true);
}
