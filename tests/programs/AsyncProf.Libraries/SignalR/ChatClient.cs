using Microsoft.AspNetCore.SignalR.Client;

namespace AsyncProf.Libraries.SignalR;

/// <summary>Who chats.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private int _heard;

    public ChatClient(Uri server)
    {
        _connection = new HubConnectionBuilder().WithUrl(new Uri(server, "/chat")).WithAutomaticReconnect().Build();
        _connection.On<string>("Said", HearAsync);
    }

    /// <summary>How much was said.</summary>
    public int Heard => _heard;

    public async Task JoinAsync(string room)
    {
        await _connection.StartAsync();
        await _connection.InvokeAsync("Join", room);
    }

    public Task<int> SayAsync(string room, string text) => _connection.InvokeAsync<int>("Say", room, text);

    public async Task<int> ReadHistoryAsync(int count)
    {
        int lines = 0;
        await foreach (string line in _connection.StreamAsync<string>("History", count))
            lines += line.Length;
        return lines;
    }

    public Task<int> UploadAsync(int count) => _connection.InvokeAsync<int>("Upload", LinesAsync(count));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async IAsyncEnumerable<string> LinesAsync(int count)
    {
        for (int number = 0; number < count; number++)
        {
            await Task.Delay(1);
            yield return $"line {number}";
        }
    }

    private async Task HearAsync(string text)
    {
        await Task.Yield();
        Interlocked.Increment(ref _heard);
    }
}
