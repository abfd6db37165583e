using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>What methods of one name were seen to call. A call at a place of theirs that calls something else is another's.</summary>
internal sealed class CallShapes
{
    /// <summary>More is not kept: what has been left out was not seen.</summary>
    private const int MostCalls = 200_000;

    private readonly HashSet<(MethodId Method, MethodId Called)> _calls = [];

    /// <summary>A method that was seen itself called something.</summary>
    public void See(MethodId method, MethodId called)
    {
        if (_calls.Count < MostCalls)
            _calls.Add((method, called));
    }

    /// <summary>Whether a method may be what called something; what nothing names may be anything.</summary>
    public bool Allows(MethodId method, MethodId called) => called == default || _calls.Contains((method, called));
}
