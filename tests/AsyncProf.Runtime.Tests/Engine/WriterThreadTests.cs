using AsyncProf.Engine;

namespace AsyncProf.Runtime.Tests.Engine;

public class WriterThreadTests
{
    [Fact]
    public void Add_AfterItsEnd_IsCountedWithWhyAndNotThrown()
    {
        var told = new List<string>();
        var writer = new WriterThread<int>("test", 2, static _ => { }, told.Add);
        writer.Dispose();

        Assert.False(writer.Add(1));

        Assert.Equal((1, "It was stopped."), (writer.Unwritten, writer.Why));
        Assert.Equal("It was stopped.", Assert.Single(told));
    }
}
