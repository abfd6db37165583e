using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

public class DiskModulesTests
{
    /// <summary>Windows takes each of them for a path on another machine, which would be asked for a file and told who asks.</summary>
    [Theory]
    [InlineData(@"\\host\share\a.dll", true)]
    [InlineData("//host/share/a.dll", true)]
    [InlineData(@"\/host/share/a.dll", true)]
    [InlineData(@"/\host\share\a.dll", true)]
    [InlineData(@"\\?\C:\a.dll", true)]
    [InlineData("/usr/lib/a.dll", false)]
    [InlineData(@"C:\app\a.dll", false)]
    [InlineData("/", false)]
    [InlineData("", false)]
    public void IsOfAnotherMachine_OfAPath_IsToldByItsFirstTwoLetters(string path, bool expected) => Assert.Equal(expected, DiskModules.IsOfAnotherMachine(path));
}
