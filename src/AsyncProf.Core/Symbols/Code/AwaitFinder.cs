using System.Reflection.Emit;

namespace AsyncProf.Symbols.Code;

/// <summary>Finds the awaits in a state machine's <c>MoveNext</c>, or in a method that the runtime suspends, and what it calls.</summary>
internal sealed class AwaitFinder
{
    private const int MaximumAwaits = 4096;

    private readonly CallReader _calls;
    private readonly MethodCode _method;
    private readonly Evaluation _evaluation;
    private readonly List<Suspension> _suspensions = [];
    private readonly HashSet<CalledMethod> _called = [];
    private Origin? _lastAwaiter;

    public AwaitFinder(CallReader calls, MethodCode method)
    {
        _calls = calls;
        _method = method;
        _evaluation = new Evaluation(calls, method) { Called = OnCall };
    }

    /// <summary>What is called, once each, without the compiler's own.</summary>
    public IReadOnlyCollection<CalledMethod> Called => _called;

    /// <summary>Reads the code; false if it is damaged.</summary>
    public bool Run() => _evaluation.Run();

    /// <summary>The awaits, in order of the code.</summary>
    public AwaitSite[] Sites(VariableNames variables, MethodLines lines)
    {
        var awaited = new AwaitedMethods(_evaluation, variables);
        var sites = new List<AwaitSite>();
        var endings = new Dictionary<(int Token, OriginKind Kind, int Variable), int>();
        foreach ((Suspension suspension, int end) in WithEnds())
        {
            int from = suspension.Awaiter?.Index ?? suspension.Offset;
            (string file, int line) = lines.At(PlaceOf(suspension.Awaiter?.Inner, lines) ?? from);
            sites.Add(new AwaitSite
            {
                From = from,
                To = end,
                Candidates = awaited.Of(suspension.Awaiter?.Inner, from),
                Awaiter = suspension.End > 0 ? RuntimeAwaits.KindOf(_calls.Reader, suspension.Target) : AwaiterKinds.Of(_calls.Reader, suspension.Target.FirstTypeArgument),
                Ending = endings.TryGetValue(suspension.Ending, out int ending) ? ending : endings[suspension.Ending] = endings.Count,
                File = file,
                Line = line,
            });
        }

        return [.. sites.OrderBy(site => site.From)];
    }

    /// <summary>Where in the source an await is that nobody wrote there, the end of an <c>await using</c>: at the resource.</summary>
    private int? PlaceOf(Origin? awaited, MethodLines lines) =>
        AsyncPatterns.DisposalOf(awaited) is { } disposal && lines.IsHidden(disposal.Index) ? AsyncPatterns.BeginningOf(_evaluation, disposal) : null;

    private void OnCall(int offset, CallTarget target, Origin[]? arguments)
    {
        if (target.IsSuspension && arguments is not null)
        {
            Suspend(new Suspension(offset, target, AwaiterOf(arguments[1]) ?? _lastAwaiter, (target.Token, arguments[1].Kind, arguments[1].Index)));
        }
        else if (arguments is not null && (RuntimeAwaits.IsOfAwaitable(target) || RuntimeAwaits.IsOfAwaiter(target)))
        {
            Origin? awaiter = RuntimeAwaits.IsOfAwaitable(target)
                ? new Origin { Kind = OriginKind.Call, Call = target, Inner = arguments[0], Index = offset }
                : AwaiterOf(arguments[0]) ?? _lastAwaiter;
            Suspend(new Suspension(offset, target, awaiter, (target.Token, OriginKind.Call, offset)) { End = offset + RuntimeAwaits.CallBytes });
        }
        else if (target.IsGetAwaiter && arguments is not null)
        {
            _lastAwaiter = new Origin { Kind = OriginKind.Call, Call = target, Inner = arguments[0], Index = offset };
        }
        else if (!Plumbing.Is(target))
        {
            _called.Add(target.Method);
        }
    }

    private void Suspend(Suspension suspension)
    {
        if (_suspensions.Count == MaximumAwaits)
            throw new BadImageFormatException("More awaits than a method can have.");
        _lastAwaiter = null;
        _suspensions.Add(suspension);
    }

    /// <summary>The call of <c>GetAwaiter</c> that a suspension's awaiter comes from; null if that is not known.</summary>
    private Origin? AwaiterOf(Origin variable)
    {
        if (variable.Inner is { Call.IsGetAwaiter: true } known)
            return known;
        return variable.Kind is OriginKind.Local or OriginKind.OwnField
            ? _evaluation.StoredTo(variable.Index).LastOrDefault(store => store.Value.Call is { IsGetAwaiter: true }).Value
            : null;
    }

    /// <summary>Each suspension with the end of the code that suspends: it leaves the method.</summary>
    private List<(Suspension Suspension, int End)> WithEnds()
    {
        var ends = new List<(Suspension, int)>();
        int index = 0;
        var instructions = new IlInstructions(_method.Il);
        while (index < _suspensions.Count && instructions.Read())
        {
            if (_suspensions[index].End is > 0 and var end)
                ends.Add((_suspensions[index++], end)); // the runtime suspends inside the call
            else if (instructions.Offset > _suspensions[index].Offset && instructions.Shape.Flow is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
                ends.Add((_suspensions[index++], instructions.Next));
        }

        return ends;
    }

    /// <summary>A call that suspends.</summary>
    /// <param name="Offset">Where it is.</param>
    /// <param name="Target">What it calls.</param>
    /// <param name="Awaiter">The call that gave the awaiter.</param>
    /// <param name="Ending">What else the code depends on: the type arguments and the variable of the awaiter.</param>
    private readonly record struct Suspension(int Offset, CallTarget Target, Origin? Awaiter, (int Token, OriginKind Kind, int Variable) Ending)
    {
        /// <summary>Where the call ends in a method that the runtime suspends; 0 in a state machine.</summary>
        public int End { get; init; }
    }
}
