using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Heap.Objects;

/// <summary>Where things lie in a state machine, from its first byte on.</summary>
/// <param name="Method">The method.</param>
/// <param name="Assembly">The simple name of the assembly.</param>
/// <param name="Type">The metadata name of the machine's type.</param>
/// <param name="State">Where the state is; -1 where there is none.</param>
/// <param name="FirstState">The state of the first await.</param>
/// <param name="Awaiters">Where awaiters hold what is awaited: more than one only where one is seldom in use.</param>
/// <param name="Fields">Where each field begins, in this order, and what it is called in the sources; null for what the method needs to be suspended.</param>
internal sealed record MachineShape(MethodName Method, string Assembly, string Type, int State, int FirstState, int[] Awaiters, (int From, string? Name)[] Fields)
{
    /// <summary>The name of the local, the parameter or <c>this</c> that lies at a place; null where none does.</summary>
    public string? NameAt(int at)
    {
        int low = 0, high = Fields.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (Fields[middle].From <= at)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high < 0 ? null : Fields[high].Name;
    }
}
