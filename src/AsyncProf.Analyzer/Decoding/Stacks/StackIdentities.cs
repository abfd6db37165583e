using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Stacks;

/// <summary>
/// Which operations of a recording were seen with their stacks, and what those say: the first <c>MoveNext</c> above the leaf is the operation's own, the next one its
/// caller's. A stack that holds what nobody knows before its first <c>MoveNext</c>, or one of another short name there, says nothing.
/// </summary>
/// <param name="samples">What was seen.</param>
/// <param name="names">Where names go.</param>
/// <param name="frequency">The ticks of the recording's clock, a second.</param>
internal sealed class StackIdentities(SampledStacks samples, NameTable names, long frequency)
{
    /// <summary>How far the clocks of the two sessions may stand apart at one event, and so what tells users of one task id apart; in seconds.</summary>
    private const double Apart = 1;

    /// <summary>Of so many users of one task id each is looked at; a file can claim any number.</summary>
    private const int MostUsers = 16;

    private readonly ILookup<int, StackSample> _samples = samples.Samples.ToLookup(sample => sample.TaskId);
    private readonly Dictionary<(int Stack, int Name), (int Name, int Version)> _known = [];

    /// <summary>Takes an event of the runtime that may tell where methods lie.</summary>
    public void Take(Guid provider, int id, ReadOnlySpan<byte> payload) => samples.Methods.Take(provider, id, payload);

    /// <summary>The name of an operation that begins: with its type where that was seen, else as it is.</summary>
    /// <param name="taskId">Its task.</param>
    /// <param name="timestamp">When it begins.</param>
    /// <param name="name">Its short name.</param>
    public int NameOf(int taskId, long timestamp, int name)
    {
        foreach (StackSample sample in _samples[taskId].Take(MostUsers))
        {
            if (Math.Abs((double)sample.Timestamp - timestamp) <= Apart * frequency)
                return Exact(sample.Stack, name);
        }

        return name;
    }

    private int Exact(int stack, int name)
    {
        if (_known.TryGetValue((stack, name), out (int Name, int Version) known) && (known.Name != name || known.Version == samples.Methods.Version))
            return known.Name;
        int exact = Find(samples.Stacks[stack], names[name]) is { } found ? names.Intern(found) : name;
        _known[(stack, name)] = (exact, samples.Methods.Version);
        return exact;
    }

    private string? Find(ulong[] stack, string name)
    {
        TplTaskName operation = TplTaskName.Parse(name);
        foreach (ulong address in stack)
        {
            if (!samples.Methods.TryFind(address, out MethodRange method))
                return null;
            if (method.Machine is { } machine)
                return IsOf(machine, operation) && samples.Methods.Modules.TryGetValue(method.Module, out string? assembly) ? TplTaskName.Qualify(name, assembly, machine) : null;
            if (operation.IsDelegate && !method.IsSystem)
                return null; // another method made the delegate
        }

        return null;
    }

    /// <summary>Whether a state machine is an operation's, or that of the method in which a delegate was written.</summary>
    private static bool IsOf(string machine, in TplTaskName operation) => operation.IsDelegate
        ? CompilerNames.MethodOfStateMachine(machine[(machine.LastIndexOf('+') + 1)..]) is { } method && operation.Short.StartsWith($"<{CompilerNames.Dotted(method)}>", StringComparison.Ordinal)
        : EndsIn(TplTaskName.Unescape(machine), operation.Short);

    /// <summary>Whether a type's name ends in a short one, which is that of the innermost type.</summary>
    private static bool EndsIn(string type, string shortName) =>
        type.EndsWith(shortName, StringComparison.Ordinal) && (type.Length == shortName.Length || type[type.Length - shortName.Length - 1] is '+' or '.');
}
