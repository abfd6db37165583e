using AsyncProf.Samples;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Samples;

/// <summary>What sampled stacks mean, by the methods that a recording names: frames of the machinery of async methods, of threads and of stubs are left out.</summary>
/// <param name="stacks">The stacks.</param>
/// <param name="methods">The methods.</param>
/// <param name="codes">Their modules' code, for lines.</param>
/// <param name="index">What their modules say of them.</param>
internal sealed class SampledNames(SampledStackTable stacks, AddressedMethods methods, ModuleCodes codes, MetadataIndex index) : ISampledStacks
{
    private readonly Dictionary<int, NamedStack> _named = [];
    private readonly Dictionary<ulong, (string File, int Line)> _lines = [];
    private ReturnedCalls? _returned;

    /// <inheritdoc/>
    public SampledPath Below(int stack, MethodName operation)
    {
        NamedStack named = Named(stack);
        return named.From(named.BelowOf(operation.FullName));
    }

    /// <inheritdoc/>
    public IEnumerable<SampledLine> LinesOf(int stack, MethodName operation)
    {
        NamedStack named = Named(stack);
        int below = named.BelowOf(operation.FullName);
        if (below > 0 && LineAt(named.AddressAt(below - 1)) is { Line: > 0 } own)
            yield return new SampledLine(null, own.File, own.Line);
        foreach ((SampledFrame frame, ulong address) in named.AddressesFrom(below))
        {
            if (LineAt(address) is { Line: > 0 } place)
                yield return new SampledLine(frame, place.File, place.Line);
        }
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
            Add(frames, addresses[i], isLeaf: i == 0);
        if (isManaged && addresses.Length > 0 && (_returned ??= new ReturnedCalls(stacks)).TryFind(addresses[0], out ulong called))
            Add(frames, called, isLeaf: false);
        _named.Add(stack, named = new NamedStack(frames, isManaged));
        return named;
    }

    /// <summary>The line of an address; an empty file and 0 where it is not known.</summary>
    private (string File, int Line) LineAt(ulong address)
    {
        if (address == 0)
            return ("", 0);
        if (!_lines.TryGetValue(address, out (string File, int Line) line))
        {
            line = methods.TryFind(address, out AddressedMethod method, out string assembly) && methods.OffsetAt(address) is var offset and >= 0 ? codes.LineAt(assembly, method.Token, offset) : ("", 0);
            _lines.Add(address, line);
        }

        return line;
    }

    private void Add(List<NamedFrame> frames, ulong address, bool isLeaf)
    {
        if (methods.TryFind(address, out AddressedMethod method, out string assembly) && NamedFrame.Of(method.Type, method.Name, assembly, index) is { } frame)
            frames.Add(frame with { Address = isLeaf ? address : address - 1 }); // the others go on behind a call
    }
}
