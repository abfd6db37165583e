using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Stitching.Records;

/// <summary>The names of what is waited for and has no code of its own.</summary>
internal sealed class WellKnownNames(NameTable names)
{
    /// <summary>Nothing tells what was awaited: a channel, a socket, a custom awaiter.</summary>
    public int Unknown { get; } = names.Intern("unknown awaitable");

    /// <summary>A task without code: a <c>TaskCompletionSource</c>, a semaphore.</summary>
    public int Task { get; } = names.Intern("Task");

    /// <summary>What a delegate waits for after it has returned: the tasks attached to it.</summary>
    public int Children { get; } = names.Intern("attached tasks");

    /// <summary>The operation of a method that the TPL does not name.</summary>
    public int Pooled { get; } = names.Intern("Async: (pooled async method)");

    /// <summary>The delegate in which a scheduler goes on after a yield.</summary>
    public int Invoke { get; } = names.Intern(TplTaskName.Invoke);

    public int Request { get; } = names.Intern("request");

    public int Cycle { get; } = names.Intern("cycle");

    public int WhenAll { get; } = names.Intern("Task.WhenAll");

    public int Delay { get; } = names.Intern("Task.Delay");
}
