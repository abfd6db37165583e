using AsyncProf.Recording.Processes;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>The variable that makes a runtime wait.</summary>
public class SuspendedStartTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("/tmp/a", "/tmp/a")]
    [InlineData("/tmp/a,suspend", "/tmp/a")]
    [InlineData("/tmp/a,nosuspend", null)]
    [InlineData("/tmp/a,nosuspend;/tmp/b,connect", "/tmp/b")]
    [InlineData("/tmp/a,listen;/tmp/b,suspend,connect;/tmp/c", "/tmp/b")]
    public void PortIn_TheVariable_IsTheFirstThatItWaitsFor(string? variable, string? expected) => Assert.Equal(expected, SuspendedStart.PortIn(variable));

    [Theory]
    [InlineData("/tmp/a,suspend", null)]
    [InlineData("/tmp/b,nosuspend;/tmp/a,suspend", "/tmp/b,nosuspend")]
    [InlineData("/tmp/ab,suspend", "/tmp/ab,suspend")]
    [InlineData(null, null)]
    public void Without_OnePort_LeavesTheOthers(string? variable, string? expected) => Assert.Equal(expected, SuspendedStart.Without(variable, "/tmp/a"));

    [Fact]
    public void Of_OurselvesAtWork_IsNone() => Assert.Null(SuspendedStart.Of(Environment.ProcessId));
}
