namespace AsyncProf.Edges;

/// <summary>What a thread remembers of the operations that have begun on it last. It spares most look-ups: what began there is no stand-in of a <c>WaitAsync</c>, which never begins.</summary>
internal struct BegunTasks
{
    private int _last;
    private int _before;

    /// <summary>An operation of the runtime whose state machine is to be looked at with the thread's next event, because the table has it only then; 0 for none.</summary>
    public int Unread { get; set; }

    /// <summary>An operation begins.</summary>
    public void Add(int task) => (_before, _last) = (_last, task);

    /// <summary>Whether a task is one of the last two that began.</summary>
    public readonly bool Has(int task) => task == _last || task == _before;
}
