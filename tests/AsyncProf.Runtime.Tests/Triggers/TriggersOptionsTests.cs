using AsyncProf.Hosting;
using AsyncProf.Triggers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.Runtime.Tests.Triggers;

public class TriggersOptionsTests
{
    [Fact]
    public void Options_Unset_OpenNoWindow()
    {
        Assert.Null(new TriggersOptions().ToSettings(new KeptProfilesOptions()));
        Assert.Empty(new AsyncProfOptions().Validate());
    }

    [Fact]
    public void Options_WithSeveralMistakes_NameAllOfThemAtOnce()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAsyncProf(options =>
        {
            options.Triggers.SlowRequest = TimeSpan.Zero;
            options.Triggers.Cpu = 1.5;
            options.Triggers.PoolDelay = TimeSpan.FromSeconds(-1);
            options.Triggers.Meters["queue.wait\n"] = double.NaN;
            options.Triggers.Meters[""] = 1;
            options.Triggers.Cooldown = TimeSpan.FromDays(2);
            options.Triggers.MaximumPerHour = 0;
            options.Triggers.Requests = 0;
            options.Triggers.MaximumDuration = TimeSpan.Zero;
            options.Triggers.Keep = 0;
            options.Triggers.Directory = "/no/such/place";
        }));

        Assert.Equal(11, exception.Failures.Count());
        Assert.DoesNotContain('\n', exception.Failures.First(failure => failure.Contains("queue.wait", StringComparison.Ordinal)));
    }

    [Fact]
    public void Durations_LongerThanADay_AreRefused()
    {
        var options = new TriggersOptions { Directory = Path.GetTempPath(), SlowRequest = TimeSpan.MaxValue, PoolDelay = TimeSpan.MaxValue };
        Assert.Equal(["Triggers.PoolDelay", "Triggers.SlowRequest"], options.Validate("Triggers", null).Select(failure => failure.Split(' ')[0]).Order(StringComparer.Ordinal));

        (options.SlowRequest, options.PoolDelay) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        Assert.Empty(options.Validate("Triggers", null));
    }

    [Fact]
    public void Options_WithoutAnyDirectory_AreRefusedWithWhatToDo()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Bound(("AsyncProf:Triggers:FailedRequest", "true")));

        Assert.Equal("AsyncProf.Triggers has a condition and no place for what it records: set AsyncProf.Triggers.Directory, or the Directory of Profiles.", Assert.Single(exception.Failures));
    }

    [Fact]
    public void Directory_Unset_IsThatOfProfiles()
    {
        AsyncProfOptions options = Bound(("AsyncProf:Triggers:FailedRequest", "true"), ("AsyncProf:Profiles:Directory", Path.GetTempPath()), ("AsyncProf:Triggers:Directory", ""));

        Assert.Equal(Path.GetTempPath(), options.Triggers.ToSettings(options.Profiles)!.Directory);
    }

    [Fact]
    public void Settings_OfEqualOptions_AreEqual()
    {
        Assert.Equal(Settings(1), Settings(1)); // a change of something else must end no window
        Assert.NotEqual(Settings(1), Settings(2));

        static TriggersSettings Settings(double threshold)
        {
            var options = new TriggersOptions { Directory = "x" };
            options.Meters["b"] = threshold;
            options.Meters["a"] = 1;
            return options.ToSettings(new KeptProfilesOptions())!;
        }
    }

    [Fact]
    public void Meters_TooMany_AreRefused()
    {
        var options = new TriggersOptions { Directory = Path.GetTempPath() };
        for (int i = 0; i < 33; i++)
            options.Meters[$"meter-{i}"] = 1;

        Assert.Equal("Triggers.Meters must be at most 32; they are 33.", Assert.Single(options.Validate("Triggers", new KeptProfilesOptions())));
    }

    private static AsyncProfOptions Bound(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
        services.AddAsyncProf();
        return services.BuildServiceProvider().GetRequiredService<IOptions<AsyncProfOptions>>().Value;
    }
}
