using Microsoft.AspNetCore.SignalR;

namespace AsyncProf.Endpoints;

public class EchoHub : Hub
{
    public string Echo(string text) => text;
}
