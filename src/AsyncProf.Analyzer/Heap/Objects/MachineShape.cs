using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Heap.Objects;

/// <summary>Where things lie in a state machine, from its first byte on.</summary>
/// <param name="Method">The method.</param>
/// <param name="Assembly">The simple name of the assembly.</param>
/// <param name="Type">The metadata name of the machine's type.</param>
/// <param name="State">Where the state is; -1 where there is none.</param>
/// <param name="FirstState">The state of the first await.</param>
/// <param name="Awaiters">Where awaiters hold what is awaited: more than one only where one is seldom in use.</param>
internal sealed record MachineShape(MethodName Method, string Assembly, string Type, int State, int FirstState, int[] Awaiters);
