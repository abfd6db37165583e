using AsyncProf.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.Runtime.Tests.Hosting;

public class SlowRequestOptionsTests
{
    [Fact]
    public void Options_Unset_HaveNoThresholdAndNoFile()
    {
        SlowRequestOptions options = Bound().SlowRequest;

        Assert.Null(options.Threshold);
        Assert.Null(options.File);
    }

    [Fact]
    public void Options_EmptiedInConfiguration_CountAsUnset()
    {
        AsyncProfOptions options = Bound(("AsyncProf:SlowRequest:Threshold", ""), ("AsyncProf:SlowRequest:File", ""), ("AsyncProf:Profiles:Directory", ""));

        Assert.Null(options.SlowRequest.Threshold);
        Assert.Empty(options.Validate());
    }

    [Fact]
    public void Threshold_SetInConfiguration_IsBound() =>
        Assert.Equal(TimeSpan.FromMilliseconds(250), Bound(("AsyncProf:SlowRequest:Threshold", "00:00:00.250")).SlowRequest.Threshold);

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("10675199.02:48:05.4775807")] // more than there are nanoseconds
    public void Threshold_OutOfItsLimits_IsRefusedWithWhatToDoInstead(string threshold)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Bound(("AsyncProf:SlowRequest:Threshold", threshold)));

        Assert.Contains("AsyncProf.SlowRequest.Threshold must be more than zero and at most 1 day, or left out", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsADirectory_IsRefused()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Bound(("AsyncProf:SlowRequest:File", Path.GetTempPath())));

        Assert.Contains($"AsyncProf.SlowRequest.File must be a file, and {Path.GetTempPath()} is a directory.", exception.Message, StringComparison.Ordinal);
    }

    private static AsyncProfOptions Bound(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
        services.AddAsyncProf();
        return services.BuildServiceProvider().GetRequiredService<IOptions<AsyncProfOptions>>().Value;
    }
}
