using AsyncProf.Symbols;

namespace AsyncProf.Attribution;

/// <summary>
/// Tells methods of one short name apart by who awaits them: some of their calls were looked up exactly, and a caller that was always seen to
/// await the same one awaits it again. A caller that was seen to await both stays ambiguous.
/// </summary>
internal sealed class CallerInference(MethodTable methods)
{
    private readonly Dictionary<(int Caller, MethodId Short), MethodId> _learned = [];

    /// <summary>Whether callers tell anything; not where more is known of them later.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Calls whose method was told by their caller.</summary>
    public long Inferred { get; private set; }

    /// <summary>The method of an operation below a caller.</summary>
    /// <param name="caller">The caller's method; for what a request calls itself, the request's name, negative.</param>
    /// <param name="nameId">The operation's name.</param>
    public MethodId Resolve(int caller, int nameId)
    {
        MethodId method = methods.Resolve(nameId);
        if (!IsOn || !IsCertain(caller))
            return method;
        if (methods[method].IsAmbiguous)
        {
            // Of a delegate whose starter is known and does not tell, the caller does not either: a helper between them may have been given any.
            if (methods.TryGetShort(nameId, out _) || !_learned.TryGetValue((caller, method), out MethodId exact) || exact == default)
                return method;
            Inferred++;
            return exact;
        }

        if (methods.TryGetShort(nameId, out MethodId ambiguous))
            Learn((caller, ambiguous), method);
        return method;
    }

    /// <summary>Whether it is known who calls: nobody, and one that is in doubt itself, tell and teach nothing. Damaged batches name entries by any number.</summary>
    private bool IsCertain(int caller) => caller < 0 || (caller > 0 && caller < methods.Count && !methods[new MethodId(caller)].IsAmbiguous);

    private void Learn((int Caller, MethodId Short) key, MethodId exact)
    {
        if (!_learned.TryGetValue(key, out MethodId known))
            _learned.Add(key, exact);
        else if (known != exact)
            _learned[key] = default; // it awaits both
    }
}
