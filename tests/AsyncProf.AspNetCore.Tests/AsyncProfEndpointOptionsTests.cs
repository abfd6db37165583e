using Microsoft.Extensions.Options;

namespace AsyncProf.AspNetCore.Tests;

public sealed class AsyncProfEndpointOptionsTests
{
    private static readonly EndpointPaths Paths = new("/debug/asyncprof");

    [Fact]
    public void Check_OfWhatIsUsual_AllowsIt() => Assert.Equal("/debug/pprof/asyncprof", new AsyncProfEndpointOptions().Check(Paths).PprofPath);

    [Fact]
    public void Check_OfMuchThatIsWrong_SaysAllOfIt()
    {
        var options = new AsyncProfEndpointOptions { DefaultSeconds = 0, MaximumSeconds = 3601, MaximumWindows = 0, MaximumRequests = -1, Measured = (MeasuredUse)64, PprofPath = "pprof", OpenPort = 0 };

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => options.Check(new EndpointPaths("/{x}/")));

        Assert.Equal(
            [
                "pattern must be a path without parameters; it is /{x}.",
                "MaximumSeconds must be from 1 to 3600; it is 3601.",
                "MaximumWindows must be from 1 to 16; it is 0.",
                "MaximumRequests must be from 1 to 10000; it is -1.",
                "DefaultSeconds must be from 1 to MaximumSeconds; it is 0.",
                "Measured must be of MeasuredUse; it is 64.",
                "PprofPath must begin with /, or be null; it is pprof.",
                "OpenPort must be from 1 to 65535, or null; it is 0.",
            ],
            error.Failures);
    }

    [Theory]
    [InlineData("/", "must begin with /, or be null")]
    [InlineData("/{x}", "must be a path without parameters")]
    [InlineData("/a}", "must be a path without parameters")]
    [InlineData("/a/*", "must be a path without parameters")]
    [InlineData("/a?b", "must be a path without parameters")]
    [InlineData("/a//b", "must be a path without parameters")]
    [InlineData("/debug/asyncprof", "must be none of the endpoint's other paths")]
    [InlineData("/Debug/Asyncprof/", "must be none of the endpoint's other paths")]
    [InlineData("/debug/asyncprof/report", "must be none of the endpoint's other paths")]
    [InlineData("/debug/asyncprof/tree//", "must be none of the endpoint's other paths")]
    [InlineData("/debug/asyncprof/STATUS", "must be none of the endpoint's other paths")]
    [InlineData("/debug/asyncprof/slow", "must be none of the endpoint's other paths")]
    [InlineData("/debug/asyncprof/slow/a", "must be none of the endpoint's other paths")]
    public void Check_OfAPprofPathThatCannotBe_SaysWhy(string path, string why)
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new AsyncProfEndpointOptions { PprofPath = path }.Check(Paths));

        Assert.Equal($"PprofPath {why}; it is {path}.", error.Message);
    }

    [Theory]
    [InlineData("/debug/asyncprof/profile")]
    [InlineData("/debug/asyncprof/slowest")]
    [InlineData("/debug")]
    public void Check_OfAnyOtherPprofPath_AllowsIt(string path) => new AsyncProfEndpointOptions { PprofPath = path }.Check(Paths);
}
