namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample as it is built.</summary>
[Collection(nameof(RequestTreeTests))]
public class RequestTreeTests(SampleFixture sample) : RequestTrees(sample), IClassFixture<SampleFixture>;
