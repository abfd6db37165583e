using Microsoft.Extensions.Options;

namespace AsyncProf.AspNetCore.Tests;

public sealed class AsyncProfEndpointOptionsTests
{
    [Fact]
    public void Check_OfWhatIsUsual_AllowsIt() => Assert.Equal("/debug/pprof/asyncprof", new AsyncProfEndpointOptions().Check().PprofPath);

    [Fact]
    public void Check_OfMuchThatIsWrong_SaysAllOfIt()
    {
        var options = new AsyncProfEndpointOptions { DefaultSeconds = 0, MaximumSeconds = 3601, MaximumWindows = 0, MaximumRequests = -1, Measured = (MeasuredUse)64, PprofPath = "pprof", OpenPort = 0 };

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(options.Check);

        Assert.Equal(
            [
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
}
