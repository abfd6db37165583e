using System.Reflection;

namespace AsyncProf.Analyzer.Tests;

public class DependenciesTests
{
    [Fact]
    public void Analyzer_NeverNeedsTheHalfInsideTheApp()
    {
        Assembly analyzer = Assembly.Load("AsyncProf.Analyzer");

        Assert.DoesNotContain(analyzer.GetReferencedAssemblies(), reference => reference.Name is "AsyncProf.Runtime" or "AsyncProf.Agent");
    }
}
