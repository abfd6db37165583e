using System.Net;
using Microsoft.Extensions.Options;

namespace AsyncProf;

/// <summary>How the endpoint of <c>MapAsyncProf</c> answers.</summary>
public sealed class AsyncProfEndpointOptions
{
    private const int Hour = 3600, MostWindows = 16, MostRequests = 10_000;

    /// <summary>How long a profile is that does not say <c>seconds</c>, in seconds. Default 5: who fetches by default settings waits ten.</summary>
    public int DefaultSeconds { get; set; } = 5;

    /// <summary>The longest profile that may be asked for, in seconds; more is refused. Default 60, at most 3,600.</summary>
    public int MaximumSeconds { get; set; } = 60;

    /// <summary>How many different profiles are recorded at the same time. Those who ask for the same at once share one. Default 2, at most 16.</summary>
    public int MaximumWindows { get; set; } = 2;

    /// <summary>How many requests wait for profiles at the same time. Default 64, at most 10,000.</summary>
    public int MaximumRequests { get; set; } = 64;

    /// <summary>What is measured beside time while a profile is recorded. Default nothing.</summary>
    public MeasuredUse Measured { get; set; }

    /// <summary>
    /// Where the profile is as well, for those who look for it where Go's profiles are. Default <c>/debug/pprof/asyncprof</c>; null for nowhere. A path without parameters, and none of the endpoint's other ones.
    /// </summary>
    public string? PprofPath { get; set; } = "/debug/pprof/asyncprof";

    /// <summary>
    /// A port of this app that only operations reaches, by a firewall or a network policy: who calls it is answered without a policy of authorization. It is the port of the connection, whatever the request's Host says.
    /// Null, the default, for none.
    /// </summary>
    public int? OpenPort { get; set; }

    /// <param name="paths">Where it is mapped.</param>
    /// <exception cref="OptionsValidationException">Something is not valid; the message lists everything.</exception>
    internal AsyncProfEndpointOptions Check(EndpointPaths paths)
    {
        List<string> errors = [];
        if (!EndpointPaths.IsPlain(paths.Index))
            errors.Add($"pattern must be a path without parameters; it is {paths.Index}.");
        InRange(nameof(MaximumSeconds), MaximumSeconds, Hour);
        InRange(nameof(MaximumWindows), MaximumWindows, MostWindows);
        InRange(nameof(MaximumRequests), MaximumRequests, MostRequests);
        if (DefaultSeconds < 1 || DefaultSeconds > MaximumSeconds)
            errors.Add(FormattableString.Invariant($"{nameof(DefaultSeconds)} must be from 1 to {nameof(MaximumSeconds)}; it is {DefaultSeconds}."));
        if ((Measured & ~(MeasuredUse.Allocations | MeasuredUse.Cpu)) != 0)
            errors.Add(FormattableString.Invariant($"{nameof(Measured)} must be of {nameof(MeasuredUse)}; it is {(int)Measured}."));
        if (PprofPath is not (null or ['/', _, ..]))
            errors.Add($"{nameof(PprofPath)} must begin with /, or be null; it is {PprofPath}.");
        else if (PprofPath is not null && !EndpointPaths.IsPlain(PprofPath))
            errors.Add($"{nameof(PprofPath)} must be a path without parameters; it is {PprofPath}.");
        else if (PprofPath is not null && paths.IsOther(PprofPath))
            errors.Add($"{nameof(PprofPath)} must be none of the endpoint's other paths; it is {PprofPath}.");
        if (OpenPort is < 1 or > IPEndPoint.MaxPort)
            errors.Add(FormattableString.Invariant($"{nameof(OpenPort)} must be from 1 to {IPEndPoint.MaxPort}, or null; it is {OpenPort}."));
        return errors.Count == 0 ? this : throw new OptionsValidationException(nameof(AsyncProfEndpointOptions), typeof(AsyncProfEndpointOptions), errors);

        void InRange(string name, int value, int most)
        {
            if (value < 1 || value > most)
                errors.Add(FormattableString.Invariant($"{name} must be from 1 to {most}; it is {value}."));
        }
    }
}
