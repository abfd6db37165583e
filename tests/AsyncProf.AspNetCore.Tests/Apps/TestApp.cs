using System.Net;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>An app with a route that works, and a client of it. Nothing of it is in the way of others: its port is free, and it logs nothing.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private const int Works = 25;

    private readonly SemaphoreSlim _begun = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly VirtualTime? _time;
    private Task _load = Task.CompletedTask;

    private TestApp(WebApplication app, VirtualTime? time) => (App, _time) = (app, time);

    public WebApplication App { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(120) };

    public int Port => Client.BaseAddress!.Port;

    /// <summary>Starts one.</summary>
    /// <param name="map">Maps what it is about.</param>
    /// <param name="build">Adds to it.</param>
    /// <param name="time">The clock of the endpoint; the system's if nothing is said.</param>
    /// <param name="listen">Where it listens: on the loopback address if nothing is said.</param>
    /// <param name="port">At which port: one that is free if nothing is said.</param>
    public static async Task<TestApp> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? build = null, VirtualTime? time = null, string listen = "127.0.0.1", int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{listen}:{port}");
        if (time is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        build?.Invoke(builder);
        var test = new TestApp(builder.Build(), time);
        test.App.Use(async (context, next) =>
        {
            Task answer = next(context); // as far as it goes without waiting: whoever asks for a profile waits for it then
            test._begun.Release();
            await answer;
        });
        map(test.App);
        test.App.MapGet("/work", WorkAsync);
        await test.App.StartAsync();
        test.Client.BaseAddress = new Uri($"http://127.0.0.1:{new Uri(test.App.Urls.Single(url => !url.StartsWith("http://unix:", StringComparison.Ordinal))).Port}");
        return test;
    }

    /// <summary>Waits until so many requests, more than before, have begun to be answered.</summary>
    public async Task BegunAsync(int requests)
    {
        for (int request = 0; request < requests; request++)
            Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(60)), $"{request} of {requests} requests came");
    }

    /// <summary>Asks for a profile, and lets its time be over when the app has worked meanwhile, however long that takes.</summary>
    public async Task<T> WhileWorkingAsync<T>(Func<Task<T>> ask)
    {
        Task<T> asked = ask();
        await BegunAsync(1);
        for (int i = 0; i < Works; i++)
            await Client.GetStringAsync("/work");
        await BegunAsync(Works);
        await _time!.RunAsync(asked);
        return await asked;
    }

    /// <summary>Has work asked for, one request after the other, until it is disposed.</summary>
    public void Load() => _load = LoadAsync();

    /// <summary>Asks by some method, with headers, for a path.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) => SendAsync(method, new Uri(Client.BaseAddress!, path), headers);

    /// <summary>The same at another address of this machine.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach ((string name, string value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _load;
        await App.DisposeAsync();
        Client.Dispose();
        _begun.Dispose();
        _end.Dispose();
    }

    private static async Task<string> WorkAsync()
    {
        await StepAsync();
        return "done";
    }

    private static async Task StepAsync() => await Task.Delay(20);

    private async Task LoadAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using HttpResponseMessage response = await Client.GetAsync("/work");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
