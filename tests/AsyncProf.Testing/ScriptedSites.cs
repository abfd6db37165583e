using AsyncProf.Samples;

namespace AsyncProf.Testing;

/// <summary>What samples of allocations mean: each number stands for a stack and a type.</summary>
/// <param name="stacks">How many stacks there are; one more number is that of a stack that is not known.</param>
internal sealed class ScriptedSites(int stacks) : IAllocationSites
{
    private static readonly string[] Types = ["System.Byte[]", "System.String", "Shop.Order"];

    /// <summary>How many there are.</summary>
    public int Count => (stacks + 1) * Types.Length;

    /// <inheritdoc/>
    public (int Stack, string Type) this[int site] => ((site / Types.Length) - 1, Types[site % Types.Length]);
}
