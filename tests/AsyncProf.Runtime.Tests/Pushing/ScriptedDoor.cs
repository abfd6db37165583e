using AsyncProf.Pushing;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>A store that answers what it is told to, in this order, and then takes everything.</summary>
internal sealed class ScriptedDoor(params PushAnswer[] answers) : IPushDoor
{
    private readonly Queue<PushAnswer> _answers = new(answers);

    /// <summary>What it answers when the script is over.</summary>
    public PushAnswer Then { get; set; } = new(PushOutcome.Taken);

    /// <summary>What was tried, in this order.</summary>
    public List<PushPart> Tried { get; } = [];

    /// <summary>How long each might take.</summary>
    public List<TimeSpan> Patience { get; } = [];

    public PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop)
    {
        Tried.Add(part);
        Patience.Add(patience);
        return _answers.TryDequeue(out PushAnswer? answer) ? answer : Then;
    }
}
