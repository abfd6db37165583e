using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace AsyncProf.Libraries.SignalR;

internal sealed class ChatHub : Hub
{
    public async Task Join(string room)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, room);
        await Clients.OthersInGroup(room).SendAsync("Joined", room);
    }

    public async Task<int> Say(string room, string text)
    {
        await Task.Delay(2);
        await Clients.Group(room).SendAsync("Said", text);
        return text.Length;
    }

    public async IAsyncEnumerable<string> History(int count, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (int number = 0; number < count; number++)
        {
            await Task.Delay(2, cancel);
            yield return $"line {number}";
        }
    }

    public async Task<int> Upload(IAsyncEnumerable<string> lines)
    {
        int length = 0;
        await foreach (string line in lines)
            length += line.Length;
        return length;
    }
}
