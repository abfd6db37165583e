using AsyncProf.Recording;

namespace AsyncProf.Analyzer.Tests.Recording;

public class TargetProcessTests
{
    [Theory]
    [InlineData("dotnet App.dll", "App.dll")]
    [InlineData("dotnet /srv/App.DLL --data x.dll", "/srv/App.DLL")]
    [InlineData("dotnet exec App.dll", "App.dll")]
    [InlineData("dotnet exec --runtimeconfig r.json --depsfile d.json App.dll Plugin.dll", "App.dll")]
    [InlineData("dotnet --fx-version 10.0.1 App.dll", "App.dll")]
    [InlineData("dotnet run --project x.dll", null)]
    [InlineData("dotnet build App.dll", null)]
    [InlineData("dotnet", null)]
    public void AssemblyOf_ACommandLine_IsWhatDotnetRunsItself(string command, string? expected) => Assert.Equal(expected, TargetProcess.AssemblyOf(command.Split(' ')));

    [Fact]
    public void Of_NoProcess_SaysWhatToDo() => Assert.Contains("asyncprof ps", Assert.Throws<RecordingException>(() => TargetProcess.Of(int.MaxValue)).Message, StringComparison.Ordinal);
}
