using AsyncProf.Hosting;
using AsyncProf.Pushing;

namespace AsyncProf.Runtime.Tests.Pushing;

public class ServiceIdentityTests
{
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Labels_OfNothing_AreTheProgramsOwn()
    {
        Dictionary<string, string> labels = Read(new PushOptions());

        Assert.Equal(System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name, labels["service_name"]);
        Assert.Equal(Environment.MachineName, labels["service_instance_id"]);
        Assert.DoesNotContain('+', labels["service_version"]);
        Assert.False(labels.ContainsKey("deployment_environment"));
    }

    [Fact]
    public void Labels_OfTheEnvironment_AreThoseOfOpenTelemetry()
    {
        _environment["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=hidden,service.version=1%2E4,deployment.environment=old,deployment.environment.name=prod,service.instance.id=pod-1,=,x";
        _environment["OTEL_SERVICE_NAME"] = "shop\r\n";
        _environment["ASPNETCORE_ENVIRONMENT"] = "Production";

        Dictionary<string, string> labels = Read(new PushOptions());

        Assert.Equal("shop", labels["service_name"]);
        Assert.Equal("1.4", labels["service_version"]);
        Assert.Equal("prod", labels["deployment_environment"]);
        Assert.Equal("pod-1", labels["service_instance_id"]);
        Assert.Equal(4, labels.Count);
    }

    [Theory]
    [InlineData("\u001b\u0007")]
    [InlineData(" \r\n")]
    public void Labels_OfWhichNothingIsLeftWhenItIsMadeToFit_AreTakenFromTheNext(string value)
    {
        _environment["OTEL_SERVICE_NAME"] = value;
        _environment["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=shop";

        Assert.Equal("shop", Read(new PushOptions())["service_name"]);
    }

    [Fact]
    public void Labels_OfTheHostsEnvironment_NameTheDeployment()
    {
        _environment["DOTNET_ENVIRONMENT"] = "Staging";

        Assert.Equal("Staging", Read(new PushOptions())["deployment_environment"]);
    }

    [Fact]
    public void Labels_OfTheOptions_Win()
    {
        _environment["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=a,service.version=b";
        var options = new PushOptions { ServiceName = "shop", ServiceVersion = "2", DeploymentEnvironment = "prod", Instance = "i", Labels = { ["region"] = "north" } };

        Assert.Equal(
            [new("deployment_environment", "prod"), new("region", "north"), new("service_instance_id", "i"), new("service_name", "shop"), new("service_version", "2")],
            ServiceIdentity.Read(options, _environment.GetValueOrDefault));
    }

    private Dictionary<string, string> Read(PushOptions options) => new(ServiceIdentity.Read(options, _environment.GetValueOrDefault));
}
