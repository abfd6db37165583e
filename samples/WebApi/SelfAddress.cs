using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Shop;

/// <summary>Where this app answers, for the calls it makes to itself.</summary>
internal sealed class SelfAddress(IServer server)
{
    public Uri Uri => new(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The server has not started yet."));
}
