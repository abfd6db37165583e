using AsyncProf.Hosting;

namespace AsyncProf.Pushing;

/// <summary>Where profiles are pushed, how often, and what they are called there: the values of the options at one moment.</summary>
internal sealed record PushSettings(
    Uri Endpoint, PyroscopeApi Api, TimeSpan Interval, TimeSpan Timeout, NamedValues Labels, NamedValues Headers, PushedLabels SampleLabels, int MaximumSeries, long MaximumQueueBytes);
