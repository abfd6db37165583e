using AsyncProf.Profiles.Text;
using AsyncProf.Pushing;
using AsyncProf.Spans;
using Microsoft.Extensions.Options;

namespace AsyncProf.Hosting;

/// <summary>How the profiler works inside an app. <c>AddAsyncProf</c> binds it to the configuration section <c>AsyncProf</c>.</summary>
public sealed class AsyncProfOptions
{
    /// <summary>False to register everything and capture nothing. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The share of a service's instances that profile, 0 to 1. Default 1. Which do is told by a hash of the service's name and the instance's, as <see cref="PushOptions.ServiceName"/> and
    /// <see cref="PushOptions.Instance"/> say them: who profiles at 0.1 does so at 0.2 as well. The others are as with <see cref="Enabled"/> set to false.
    /// </summary>
    public double InstanceShare { get; set; } = 1;

    /// <summary>The most memory for events that have not been stitched yet, in bytes: 1 MiB to 4 GiB. Default 64 MiB. When it is full, events are dropped and counted.</summary>
    public long MaximumBufferBytes { get; set; } = 64L << 20;

    /// <summary>
    /// True to look at the app's own tasks for who waits for whom where no event tells: <c>WaitAsync</c>, <c>Parallel.ForEachAsync</c>, <c>WhenEach</c>, <c>Unwrap</c>. Default false: it costs
    /// a look-up for most operations, and tasks that are pending stay alive meanwhile, for up to 10 minutes. Where the runtime does not allow it, events tell what they can.
    /// </summary>
    public bool ExactEdges { get; set; }

    /// <summary>
    /// How the events of the Task Parallel Library are received. Default <see cref="CaptureMode.Auto"/>: directly where this process was found to allow it, by a listener elsewhere;
    /// <see cref="ProfilerStatus.EventsBy"/> and the log say which, and why.
    /// </summary>
    public CaptureMode Capture { get; set; }

    /// <summary>
    /// What is measured of threads beside time: allocated bytes, time on processors, or both, by logical stack, in kept profiles and in recordings from outside. Default
    /// <see cref="MeasuredUse.None"/>. Bytes cost a few nanoseconds an event; processor time costs a system call, and counts against <see cref="OverheadBudget"/> like all else.
    /// </summary>
    public MeasuredUse Measured { get; set; }

    /// <summary>
    /// The share of the CPU available to the process that the profiler may use, 0.001 to 1. Default 0.03. As long as it needs less it captures all; a process at its limit is seen in windows, at
    /// least one each 10 s, and a request outside says so on its span. 1 is no limit. While a scope is open, or somebody records from outside, all is captured.
    /// </summary>
    public double OverheadBudget { get; set; } = 0.03;

    /// <summary>Which spans are made.</summary>
    public SpanOptions Spans { get; set; } = new();

    /// <summary>Which slow requests stay in memory.</summary>
    public SlowRequestOptions SlowRequest { get; set; } = new();

    /// <summary>Whether profiles are kept, and where.</summary>
    public KeptProfilesOptions Profiles { get; set; } = new();

    /// <summary>When deep windows are opened, in which everything is recorded.</summary>
    public TriggersOptions Triggers { get; set; } = new();

    /// <summary>Whether profiles are pushed to a store, and where.</summary>
    public PushOptions Push { get; set; } = new();

    /// <summary>Why this process shall capture nothing, as a sentence; null where it shall.</summary>
    internal string? WhyOff()
    {
        if (!Enabled)
            return "The option Enabled is false.";
        if (InstanceShare >= 1)
            return null;
        NamedValues identity = ServiceIdentity.Read(Push, Environment.GetEnvironmentVariable);
        return InstanceChoice.WhyNot(InstanceShare, Of(ServiceIdentity.Name), Of(ServiceIdentity.Instance));

        string Of(string label) => identity.FirstOrDefault(pair => pair.Key == label).Value ?? "";
    }

    /// <summary>A mistake in code is told where it was made, not when the host starts.</summary>
    /// <exception cref="OptionsValidationException">Something is not valid; the message lists everything.</exception>
    internal static void Check(Action<AsyncProfOptions> configure)
    {
        var trial = new AsyncProfOptions();
        configure(trial);
        trial.ThrowIfInvalid();
    }

    /// <exception cref="OptionsValidationException">Something is not valid; the message lists everything.</exception>
    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> errors = Validate();
        if (errors.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(AsyncProfOptions), errors);
    }

    internal IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (InstanceShare is not (>= 0 and <= 1))
            errors.Add(FormattableString.Invariant($"AsyncProf.InstanceShare must be 0 to 1, the share of the instances that profile; it is {InstanceShare}."));
        if (MaximumBufferBytes is < 1L << 20 or > 4L << 30)
            errors.Add(FormattableString.Invariant($"AsyncProf.MaximumBufferBytes must be 1 MiB to 4 GiB; it is {MaximumBufferBytes}."));
        if (!Enum.IsDefined(Capture))
            errors.Add(FormattableString.Invariant($"AsyncProf.Capture must be Auto, Listener or Direct; it is {(int)Capture}."));
        if ((Measured & ~(MeasuredUse.Allocations | MeasuredUse.Cpu)) != 0)
            errors.Add(FormattableString.Invariant($"AsyncProf.Measured must be None, Allocations, Cpu or \"Allocations, Cpu\"; it is {(int)Measured}."));
        if (OverheadBudget is not (>= 0.001 and <= 1))
            errors.Add(FormattableString.Invariant($"AsyncProf.OverheadBudget must be 0.001 to 1, the share of the CPU; it is {OverheadBudget}."));
        if (Spans is null)
            errors.Add("AsyncProf.Spans must not be null.");
        else
            errors.AddRange(Spans.Validate("AsyncProf.Spans"));
        if (SlowRequest is null)
            errors.Add("AsyncProf.SlowRequest must not be null.");
        else
            errors.AddRange(SlowRequest.Validate("AsyncProf.SlowRequest"));
        if (Profiles is null)
            errors.Add("AsyncProf.Profiles must not be null.");
        else
            errors.AddRange(Profiles.Validate("AsyncProf.Profiles"));
        if (Triggers is null)
            errors.Add("AsyncProf.Triggers must not be null.");
        else
            errors.AddRange(Triggers.Validate("AsyncProf.Triggers", Profiles));
        if (Push is null)
            errors.Add("AsyncProf.Push must not be null.");
        else
            errors.AddRange(Push.Validate("AsyncProf.Push"));
        return [.. errors.Select(PlainText.Printable)]; // they quote what was set, and go into a log
    }
}
