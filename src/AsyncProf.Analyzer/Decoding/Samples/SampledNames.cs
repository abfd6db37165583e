using AsyncProf.Samples;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Samples;

/// <summary>What sampled stacks mean, by the methods that a recording names: frames of the machinery of async methods, of threads and of stubs are left out.</summary>
/// <param name="stacks">The stacks.</param>
/// <param name="methods">The methods.</param>
internal sealed class SampledNames(SampledStackTable stacks, AddressedMethods methods) : ISampledStacks
{
    private readonly Dictionary<int, NamedStack> _named = [];
    private ReturnedCalls? _returned;

    /// <inheritdoc/>
    public SampledPath Below(int stack, MethodName operation)
    {
        NamedStack named = Named(stack);
        return named.From(named.BelowOf(operation.FullName));
    }

    /// <inheritdoc/>
    public SampledPath Outside(int stack)
    {
        NamedStack named = Named(stack);
        return named.IsIdle || named.IsOurs ? SampledPath.None : named.From(named.Begin);
    }

    private NamedStack Named(int stack)
    {
        if (_named.TryGetValue(stack, out NamedStack? named))
            return named;
        (ulong[] addresses, bool isManaged) = stacks[stack];
        var frames = new List<NamedFrame>(addresses.Length);
        for (int i = addresses.Length - 1; i >= 0; i--)
            Add(frames, addresses[i]);
        if (isManaged && addresses.Length > 0 && (_returned ??= new ReturnedCalls(stacks)).TryFind(addresses[0], out ulong called))
            Add(frames, called);
        _named.Add(stack, named = new NamedStack(frames, isManaged));
        return named;
    }

    private void Add(List<NamedFrame> frames, ulong address)
    {
        if (methods.TryFind(address, out AddressedMethod method, out string assembly) && NamedFrame.Of(method.Type, method.Name, assembly) is { } frame)
            frames.Add(frame);
    }
}
