namespace Edges;

/// <summary>One way to await, and what is true of each run of it. Names are of methods, without their types.</summary>
/// <param name="name">Its name, and that of its class.</param>
/// <param name="run">Its root operation.</param>
/// <param name="rule">Which rule of inference is at stake; empty where events tell all.</param>
/// <param name="edges">Who awaits whom, as <see cref="Edge.Parse"/> reads it.</param>
public sealed class Pattern(string name, Func<Task> run, string rule, params string[] edges)
{
    /// <summary>Its name, and that of its class.</summary>
    public string Name { get; } = name;

    /// <summary>Which rule of inference is at stake.</summary>
    public string Rule { get; } = rule;

    /// <summary>Who awaits whom.</summary>
    public IReadOnlyList<Edge> Edges { get; } = [.. edges.Select(Edge.Parse)];

    /// <summary>What is neither right nor wrong: what nobody awaits may stand under who began it, or as a root, whose parent is empty.</summary>
    public string[] May { get; init; } = [];

    /// <summary>What is rightly waited for besides <c>Task.Delay</c>: nothing with code of its own. How a report names it, from <c>await</c> on, or a part of that.</summary>
    public string[] Leaves { get; init; } = [];

    /// <summary>Whether it is made to mislead.</summary>
    public bool IsHostile { get; init; }

    /// <summary>How many edges of a run may be wrong, because no event tells it from what is ordinary.</summary>
    public int MaxWrong { get; init; }

    /// <summary>False where no rule can tell all edges, or where what is waited for has no name.</summary>
    public bool IsTellable { get; init; } = true;

    /// <summary>At most so much of its time may go to waits that do not say for what: of a parallel loop all until its last worker begins, 0 to 1.</summary>
    public double MostUnknown { get; init; } = 0.05;

    /// <summary>Whether it has a parallel loop: no event tells the workers of one from those of another that runs meanwhile.</summary>
    public bool IsLoop { get; init; }

    /// <summary>The first runtime that has it.</summary>
    public int Since { get; init; } = 8;

    /// <summary>True if it takes more than ten seconds.</summary>
    public bool IsLong { get; init; }

    /// <summary>What its root operation is called.</summary>
    public string Root => Name + "Async";

    /// <summary>Runs it once, to its end, on the thread that calls: nothing awaits its root operation.</summary>
    public void Run() => run().GetAwaiter().GetResult();
}
