using System.CommandLine;

namespace AsyncProf.Cli.Commands;

/// <summary>The option that chooses how an agent receives events.</summary>
internal sealed class CaptureOption
{
    private readonly Option<string> _capture = new("--capture")
    {
        Description = "How the agent receives events: direct, past the dispatch to listeners, with a message where it cannot; listener, by documented means only, at two to four times the cost; or auto: direct where that works. All but auto imply --source agent.",
        DefaultValueFactory = _ => "auto",
        HelpName = "HOW",
    };

    public CaptureOption() => _capture.AcceptOnlyFromAmong("auto", "listener", "direct");

    public void AddTo(Command command) => command.Add(_capture);

    public CaptureMode Read(ParseResult parsed) => Enum.Parse<CaptureMode>(parsed.GetValue(_capture)!, ignoreCase: true);
}
