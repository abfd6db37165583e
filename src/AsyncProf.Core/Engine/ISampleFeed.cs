namespace AsyncProf.Engine;

/// <summary>Samples that go to what threads execute at their moments, between the events of before and those of after.</summary>
internal interface ISampleFeed
{
    /// <summary>The moment of the next one, in ticks; the end of time where there is none.</summary>
    long Next { get; }

    /// <summary>Hands out those up to a moment.</summary>
    void RunTo(long time);
}
