using AsyncProf.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.Runtime.Tests.Hosting;

public class InstanceChoiceTests
{
    private const int Instances = 10_000;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.001)]
    public void WhyNot_OfManyInstances_LetsAboutTheShareProfile(double share)
    {
        int chosen = Enumerable.Range(0, Instances).Count(i => InstanceChoice.WhyNot(share, "shop", $"shop-7d4b9c-{i:x5}") is null);

        double sigma = Math.Sqrt(Instances * share * (1 - share));
        Assert.InRange(chosen, (Instances * share) - (3 * sigma), (Instances * share) + (3 * sigma));
    }

    [Fact]
    public void WhyNot_WithALargerShare_LetsTheSameInstancesProfileAndMore()
    {
        for (int i = 0; i < 1000; i++)
        {
            bool wasIn = false;
            for (double share = 0; share <= 1; share += 0.05)
            {
                bool isIn = InstanceChoice.WhyNot(share, "shop", $"pod-{i}") is null;
                Assert.True(isIn || !wasIn);
                wasIn = isIn;
            }
        }
    }

    [Fact]
    public void WhyNot_AtTheEnds_IsAllOrNone()
    {
        for (int i = 0; i < 1000; i++)
        {
            Assert.Null(InstanceChoice.WhyNot(1, "shop", $"pod-{i}"));
            Assert.NotNull(InstanceChoice.WhyNot(0, "shop", $"pod-{i}"));
        }
    }

    /// <summary>By <c>printf 'shop\0pod-1' | sha256sum</c>: another version or language must find the same.</summary>
    [Theory]
    [InlineData("shop", "pod-1", 0.3387372298855439)]
    [InlineData("shop", "pod-2", 0.12465021068649951)]
    [InlineData("bücher", "", 0.9647369753766105)]
    public void PlaceOf_AnInstance_IsTheSameEverywhere(string service, string instance, double expected) => Assert.Equal(expected, InstanceChoice.PlaceOf(service, instance), precision: 15);

    [Fact]
    public void PlaceOf_AnInstanceOfAnotherService_IsAnother() => Assert.NotEqual(InstanceChoice.PlaceOf("shop", "pod-1"), InstanceChoice.PlaceOf("cart", "pod-1"));

    [Fact]
    public void WhyNot_OfAnInstanceThatIsOut_SaysTheShare() =>
        Assert.Equal("This instance is not among the 5 % that profile, as the option InstanceShare says.", InstanceChoice.WhyNot(0.05, "shop", "pod-1"));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void InstanceShare_OutsideZeroToOne_IsRefused(double share)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAsyncProf(options => options.InstanceShare = share));

        Assert.Contains("AsyncProf.InstanceShare must be 0 to 1", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void WhyOff_OfAnInstance_GoesByTheNamesThatAPushHas()
    {
        var options = new AsyncProfOptions { InstanceShare = 0.5 };
        options.Push.ServiceName = "shop";
        foreach (int i in Enumerable.Range(0, 50))
        {
            options.Push.Instance = $"pod-{i}";
            Assert.Equal(InstanceChoice.PlaceOf("shop", $"pod-{i}") < 0.5, options.WhyOff() is null);
        }
    }
}
