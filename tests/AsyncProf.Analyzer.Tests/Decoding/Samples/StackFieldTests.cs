using AsyncProf.Decoding.Samples;

namespace AsyncProf.Analyzer.Tests.Decoding.Samples;

/// <summary>What is relied on of TraceEvent's insides.</summary>
public class StackFieldTests
{
    [Fact]
    public void IsThere_InTheVersionThatIsUsed_IsTrue() => Assert.True(StackField.IsThere);
}
