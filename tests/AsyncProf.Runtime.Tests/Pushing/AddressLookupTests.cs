using System.Net;
using System.Net.Sockets;
using AsyncProf.Pushing;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>Names are looked up for as long as somebody waits.</summary>
public sealed class AddressLookupTests : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private int _asked;

    public void Dispose() => _gate.Set();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Find_OfAnAddress_AsksNobody(string address) => Assert.Equal([IPAddress.Parse(address)], new AddressLookup(address, _ => throw new SocketException()).Find(default));

    [Fact]
    public async Task Find_GivenUp_HasOneLookUpAtATime()
    {
        var lookup = new AddressLookup("name", Find);
        using var first = new CancellationTokenSource();
        Task<IPAddress[]> find = Task.Run(() => lookup.Find(first.Token));
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 1);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => find);

        Task<IPAddress[]> again = Task.Run(() => lookup.Find(default));
        _gate.Set();

        Assert.Equal([IPAddress.Loopback], await again);
        Assert.Equal(1, _asked);
        Assert.Equal([IPAddress.Loopback], lookup.Find(default));
        Assert.Equal(2, _asked); // addresses change
    }

    private IPAddress[] Find(string name)
    {
        Interlocked.Increment(ref _asked);
        _gate.Wait();
        return [IPAddress.Loopback];
    }
}
