namespace AsyncProf.Libraries.SignalR;

/// <summary>A hub and its clients: calls, answers, messages to groups, streams in both directions.</summary>
internal static class ChatProgram
{
    public static async Task RunAsync(Users users)
    {
        WebApplicationBuilder builder = LoopbackApp.Create();
        builder.Services.AddSignalR();
        await using WebApplication server = builder.Build();
        server.MapHub<ChatHub>("/chat");
        await server.StartAsync();

        ChatClient[] clients = [.. Enumerable.Range(0, 4).Select(_ => new ChatClient(LoopbackApp.AddressOf(server)))];
        await Task.WhenAll(clients.Select(client => client.JoinAsync("room")));
        await users.RunAsync(clients.Length, (user, number) => (number % 3) switch
        {
            0 => clients[user].SayAsync("room", $"hello {number}"),
            1 => clients[user].ReadHistoryAsync(5),
            _ => clients[user].UploadAsync(5),
        });
        foreach (ChatClient client in clients)
            await client.DisposeAsync();
    }
}
