using System.Globalization;
using System.Text;

namespace AsyncProf.Events.Batches;

/// <summary>What somebody who records wishes beyond the events of tasks. What an agent does of it travels as the arguments of the session.</summary>
internal sealed record SessionWishes
{
    private const string EdgesArgument = "edges", Exactly = "exact", BudgetArgument = "budget", CaptureArgument = "capture", MeasureArgument = "measure", Allocations = "alloc", Cpu = "cpu";

    /// <summary>Nothing but the events.</summary>
    public static SessionWishes None { get; } = new();

    /// <summary>Whether the process's own tasks are looked at for edges that no event tells.</summary>
    public bool ExactEdges { get; init; }

    /// <summary>The share of the CPU available to the process that the capture may use; 1 for no limit.</summary>
    public double Budget { get; init; } = 1;

    /// <summary>How the events of the Task Parallel Library are to be received.</summary>
    public CaptureMode Capture { get; init; }

    /// <summary>What is to be measured of threads beside time.</summary>
    public MeasuredUse Measured { get; init; }

    /// <summary>Whether the runtime is to tell of the waits of threads. No agent has anything to do with it.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether any of it is an agent's to do.</summary>
    public bool NeedAgent => (this with { Waits = false }) != None;

    /// <summary>Reads the arguments of a session.</summary>
    /// <param name="arguments">Its arguments; what is not known, or makes no sense, counts as left out.</param>
    /// <returns>Null for a session that is to be sent nothing.</returns>
    public static SessionWishes? Read(IDictionary<string, string?>? arguments)
    {
        if (Argument(BatchEvents.ModeArgument) != BatchEvents.RecordMode)
            return null;
        return new SessionWishes
        {
            ExactEdges = Argument(EdgesArgument) == Exactly,
            Budget = double.TryParse(Argument(BudgetArgument), NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 1 ? share : 1,
            Measured = MeasuredBy(Argument(MeasureArgument)),
            Capture = Argument(CaptureArgument) switch
            {
                "listener" => CaptureMode.Listener,
                "direct" => CaptureMode.Direct,
                _ => CaptureMode.Auto,
            },
        };

        static MeasuredUse MeasuredBy(string? words) => (words ?? "").Split(',').Aggregate(MeasuredUse.None, (sum, word) => sum | word switch
        {
            Allocations => MeasuredUse.Allocations,
            Cpu => MeasuredUse.Cpu,
            _ => MeasuredUse.None,
        });

        string? Argument(string name) => arguments is not null && arguments.TryGetValue(name, out string? value) ? value : null;
    }

    /// <summary>What satisfies both, as far as that can be: how events are received stays, because changing it would lose some.</summary>
    /// <param name="later">The wishes of one who came later.</param>
    public SessionWishes And(SessionWishes later) => this with { ExactEdges = ExactEdges || later.ExactEdges, Budget = Math.Max(Budget, later.Budget), Measured = Measured | later.Measured };

    /// <summary>The arguments of the session.</summary>
    public string ToArguments()
    {
        var text = new StringBuilder().Append(BatchEvents.ModeArgument).Append('=').Append(BatchEvents.RecordMode);
        if (ExactEdges)
            Add(EdgesArgument, Exactly);
        if (Budget < 1)
            Add(BudgetArgument, Budget.ToString(CultureInfo.InvariantCulture));
        if (Capture != CaptureMode.Auto)
            Add(CaptureArgument, Capture == CaptureMode.Listener ? "listener" : "direct");
        if (Measured != MeasuredUse.None)
            Add(MeasureArgument, string.Join(',', ((string?[])[Measured.HasFlag(MeasuredUse.Allocations) ? Allocations : null, Measured.HasFlag(MeasuredUse.Cpu) ? Cpu : null]).OfType<string>()));
        return text.ToString();

        void Add(string name, string value) => text.Append(';').Append(name).Append('=').Append(value);
    }
}
