using AsyncProf.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.Runtime.Tests.KeptProfiles;

public class KeptProfilesOptionsTests
{
    [Fact]
    public void Options_WithSeveralMistakes_NameAllOfThemAtOnce()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAsyncProf(options =>
        {
            options.Profiles.Directory = "/no/such/place";
            options.Profiles.Interval = TimeSpan.Zero;
            options.Profiles.Keep = 0;
            options.Profiles.MaximumBytes = 1;
            options.Profiles.MaximumAge = TimeSpan.Zero;
            options.Profiles.MinimumFreeBytes = -1;
        }));

        Assert.Equal(6, exception.Failures.Count());
    }

    [Fact]
    public void Options_AtTheirLimits_AreTaken()
    {
        Assert.Empty(new KeptProfilesOptions { MaximumBytes = 1L << 20, MinimumFreeBytes = 0, MaximumAge = TimeSpan.FromTicks(1) }.Validate("Profiles"));
        Assert.Empty(new KeptProfilesOptions { MaximumBytes = 1L << 40, MinimumFreeBytes = 1L << 40 }.Validate("Profiles"));
    }
}
