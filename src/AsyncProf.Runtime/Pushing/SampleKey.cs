using AsyncProf.Profiles.Data;

namespace AsyncProf.Pushing;

/// <summary>What tells the samples of a pushed profile apart.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Series">The series.</param>
/// <param name="Span">The span of the request that it is of; none for most.</param>
internal readonly record struct SampleKey(int Stack, SeriesKey Series, SpanLink Span);
