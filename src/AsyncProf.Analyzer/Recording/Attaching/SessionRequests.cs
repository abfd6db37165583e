using System.Diagnostics.Tracing;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Samples;
using AsyncProf.Decoding.Series;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Events.Tpl;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>The sessions of EventPipe that a recording consists of.</summary>
internal static class SessionRequests
{
    private const int BufferMegabytes = 256;

    /// <summary>The loader's: the modules, whose metadata gives methods their names.</summary>
    private const long RundownKeyword = 0x8;

    /// <summary>The JIT's.</summary>
    private const long CompiledKeyword = 0x10;

    /// <summary>The methods themselves, those that were compiled before the process began included: stacks of runtime-async are addresses.</summary>
    private const long MethodsKeyword = CompiledKeyword | 0x20 | 0x100;

    /// <summary>Which code belongs to which IL, for the lines of what is sampled.</summary>
    private const long MapsKeyword = 0x20000;

    private const string EachSecond = "EventCounterIntervalSec=1";

    /// <summary>What is read of the runtime's own events while a session lasts: the rest, such as a look at each 100 KB that is allocated, would be paid for nothing.</summary>
    private static readonly int[] Methods = [143, 152];

    private static readonly SessionProvider Dispatches = new(DispatchEvents.SourceName, EventLevel.Informational, DispatchEvents.Keywords);

    /// <summary>Something that is written each second: what the process takes.</summary>
    private static readonly SessionProvider Heartbeat = new("System.Runtime", EventLevel.Critical, 0, EachSecond);

    /// <summary>How many requests a server has, each second. The level lets nothing else of the source through.</summary>
    private static readonly SessionProvider Served = new(HostingEvents.SourceName, EventLevel.Critical, 0, EachSecond);

    /// <summary>Each thread with its stack, every so often.</summary>
    private static readonly SessionProvider Samples = new(SampleEvents.ProviderName, EventLevel.Informational, 0);

    private static readonly SessionProvider[] Runtime =
    [
        new(TplEvents.SourceName, EventLevel.Informational, TplEvents.Keywords),
        new(HostingEvents.SourceName, EventLevel.Informational, 0, EachSecond),
        Heartbeat,
    ];

    private static readonly SessionProvider Modules = new(RuntimeEvents.ProviderName, EventLevel.Informational, RundownKeyword);

    /// <summary>
    /// One window of several: without methods as they are compiled, which only stacks need, and without a rundown, which takes the process longer than all the rest that is not events.
    /// </summary>
    public static SessionRequest Window { get; } = new([.. Runtime, Modules with { Keywords = RundownKeyword | RuntimeEvents.CollectorKeyword }], BufferMegabytes, Rundown: 0, HasStacks: false);

    /// <summary>After the last window, where a recording ends in a pause: says when that was.</summary>
    public static SessionRequest Closing { get; } = new([Heartbeat], 1, Rundown: 0, HasStacks: false);

    /// <summary>Beside the windows for as long as the process runs: the modules.</summary>
    public static SessionRequest Guard { get; } = new([Modules, Heartbeat], 1, RundownKeyword, HasStacks: false);

    /// <summary>Has threads hand over what they have written of dispatchers.</summary>
    public static SessionRequest DispatchesFlush { get; } = new([Dispatches], 1, Rundown: 0, HasStacks: false);

    /// <summary>What an agent sends, and what the process takes meanwhile.</summary>
    /// <param name="arguments">What it is told.</param>
    /// <param name="hasStacks">Whether its runtime cannot leave out stacks.</param>
    /// <param name="samples">Whether threads are sampled, too: then it is told at the end which methods there are.</param>
    /// <param name="choosesEvents">Whether its runtime lets through single events of a source.</param>
    /// <param name="allocations">Whether it is sampled what they allocate, and how.</param>
    /// <param name="waits">Whether it is told when they wait.</param>
    public static SessionRequest OfAgent(string arguments, bool hasStacks, bool samples, bool choosesEvents, AllocationSampling allocations, bool waits = false)
    {
        SessionProvider collector = With(new(RuntimeEvents.ProviderName, EventLevel.Informational, RuntimeEvents.CollectorKeyword) { Only = choosesEvents ? CollectorEvents.All : null }, allocations, waits);
        SessionProvider[] providers = [Agent(arguments), collector, Heartbeat, Served];
        return samples
            ? new([.. providers, Samples], BufferMegabytes, hasStacks ? SessionRequest.UsualRundown : RundownKeyword | MethodsKeyword | MapsKeyword, hasStacks || allocations != AllocationSampling.None) // an agent has few events, and samples of allocations are worth theirs
            : new(providers, BufferMegabytes, Rundown: 0, hasStacks);
    }

    /// <summary>Has an agent send what it has.</summary>
    /// <param name="hasStacks">Whether its runtime cannot leave out stacks.</param>
    public static SessionRequest AgentsFlush(bool hasStacks) => new([Agent($"{BatchEvents.ModeArgument}={BatchEvents.FlushMode}")], 1, Rundown: 0, hasStacks);

    /// <summary>The runtime's own events.</summary>
    /// <param name="hasDispatches">Whether it tells of methods compiled with runtime-async.</param>
    /// <param name="samples">Whether threads are sampled, too.</param>
    /// <param name="choosesEvents">Whether it lets through single events of a source.</param>
    /// <param name="allocations">Whether it is sampled what they allocate, and how.</param>
    /// <param name="waits">Whether it is told when they wait.</param>
    public static SessionRequest OfRuntime(bool hasDispatches, bool samples, bool choosesEvents, AllocationSampling allocations, bool waits = false)
    {
        // Modules as they are loaded, so that methods have their names even if the process is killed before its rundown; and methods as they are compiled, which say
        // what the addresses in stacks are. Their names come at this level only.
        SessionProvider runtime = new(RuntimeEvents.ProviderName, EventLevel.Verbose, RundownKeyword | CompiledKeyword | RuntimeEvents.CollectorKeyword) { Only = choosesEvents ? [.. CollectorEvents.All, .. Methods] : null };
        SessionProvider[] dispatches = hasDispatches ? [Dispatches] : [], sampled = samples ? [Samples] : [];
        return new([.. Runtime, With(runtime, allocations, waits), .. dispatches, .. sampled], BufferMegabytes, RundownKeyword | (hasDispatches || samples ? MethodsKeyword : 0) | (samples ? MapsKeyword : 0), HasStacks: false);
    }

    /// <summary>The runtime's provider with what samples of allocations and waits need beside what it is asked for already, at a level that has all of it.</summary>
    private static SessionProvider With(SessionProvider provider, AllocationSampling allocations, bool waits)
    {
        SessionProvider sampled = With(provider, allocations);
        return waits
            ? sampled with { Level = EventLevel.Verbose, Keywords = sampled.Keywords | WaitEvents.Keyword, Only = sampled.Only is { } only ? [.. only, .. WaitEvents.All] : null }
            : sampled;
    }

    private static SessionProvider With(SessionProvider provider, AllocationSampling allocations) => allocations switch
    {
        AllocationSampling.Ticks => provider with { Level = EventLevel.Verbose, Keywords = provider.Keywords | RuntimeEvents.CollectorKeyword },
        AllocationSampling.ByChance => provider with { Keywords = provider.Keywords | AllocationEvents.SampleKeyword, Only = provider.Only is { } only ? [.. only, AllocationEvents.Sample] : null },
        _ => provider,
    };

    private static SessionProvider Agent(string arguments) => new("AsyncProf", EventLevel.Informational, BatchEvents.Keyword, arguments);
}
