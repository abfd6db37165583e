using AsyncProf.Runtime.Tests.Hosting;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using AsyncProf.Testing.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>An app that profiles itself pushes what it did.</summary>
[Collection(LiveCollection.Name)]
public sealed class PushingAppTests : IDisposable
{
    private static readonly string Method = $"{typeof(PushingAppTests).FullName}.SleepAsync";

    private readonly PyroscopeStandIn _store = new();
    private readonly ProfilerStatus _before = AsyncProfiler.Status;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task App_WithAStore_PushesWhatItDidAndNothingOfThePushes()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using (IHost host = Build(("Endpoint", _store.Server.Url), ("Interval", "00:00:01"), ("ServiceName", "shop"), ("SampleLabels", "RootKind")))
        {
            await host.StartAsync();
            for (int i = 0; i < 30; i++)
                await SleepAsync();
            await host.StopAsync();
        }

        Assert.Empty(_store.Refusals);
        Assert.InRange(_store.Profiles.Count, 2, (int)watch.Elapsed.TotalSeconds + 2);
        ProfilerStatus now = AsyncProfiler.Status;
        Assert.Equal((_store.Profiles.Count, 0, 0), (now.PushedProfiles - _before.PushedProfiles, now.RefusedPushes - _before.RefusedPushes, now.DroppedPushes - _before.DroppedPushes));
        Assert.InRange(_store.Profiles.Sum(CallsOf), 25, 30); // what began before the first profile did belongs to none
        Assert.All(_store.Series.Keys, series => Assert.Contains("service_name=shop\n", series.Labels, StringComparison.Ordinal));
        string[] names = [.. _store.Profiles.SelectMany(profile => profile.Strings).Distinct()];
        Assert.DoesNotContain(names, name => name.Contains("AsyncProf.Pushing.Push", StringComparison.Ordinal) || name.Contains("System.Net.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task App_ThatEndsBeforeAnyCheck_LogsWhatItsPushesCameTo()
    {
        _store.HasTenants = true;
        var log = new KeptLog();
        using (IHost host = Build(log, ("Endpoint", _store.Server.Url), ("Interval", "00:00:01")))
        {
            await host.StartAsync();
            for (int i = 0; i < 5; i++)
                await SleepAsync();
            await host.StopAsync();
        }

        Assert.Contains(log.Lines, line => line.StartsWith("AsyncProf lost profiles that were to be pushed: ", StringComparison.Ordinal) && line.Contains("it answered 401: no org id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task App_WhoseStoreIsAway_StopsAndCountsWhatIsLost()
    {
        string url = _store.Server.Url;
        _store.Dispose();
        using (IHost host = Build(("Endpoint", url), ("Interval", "00:00:01")))
        {
            await host.StartAsync();
            for (int i = 0; i < 15; i++)
                await SleepAsync();
            await host.StopAsync();
        }

        ProfilerStatus now = AsyncProfiler.Status;
        Assert.Equal(0, now.PushedProfiles - _before.PushedProfiles);
        Assert.InRange(now.DroppedPushes - _before.DroppedPushes, 1, 5);
        Assert.Equal(_before.Faults, now.Faults);
    }

    [Fact]
    public async Task Options_ThatChangeWhileTheAppRuns_AreFollowed()
    {
        using IHost host = Build(("Interval", "00:00:01"));
        await host.StartAsync();
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        Set("Endpoint", _store.Server.Url);
        for (int i = 0; i < 100 && _store.Profiles.Count == 0; i++)
            await SleepAsync();
        Assert.NotEmpty(_store.Profiles);

        Set("Endpoint", "http://name:secret@server"); // refused: the old ones stay
        int before = _store.Profiles.Count;
        for (int i = 0; i < 100 && _store.Profiles.Count == before; i++)
            await SleepAsync();
        Assert.NotEqual(before, _store.Profiles.Count);

        Set("Endpoint", "");
        int last = _store.Server.Requests.Count; // what there was has been pushed
        for (int i = 0; i < 15; i++)
            await SleepAsync();
        Assert.Equal(last, _store.Server.Requests.Count);
        await host.StopAsync();

        void Set(string option, string value)
        {
            configuration[$"AsyncProf:Push:{option}"] = value;
            configuration.Reload();
        }
    }

    private static async Task SleepAsync() => await Task.Delay(100);

    private static long CallsOf(StoreProfile profile)
    {
        int column = profile.Types.FindIndex(type => profile.Strings[(int)type.Type] == "operations");
        return Enumerable.Range(0, profile.Samples.Count).Where(sample => profile.Stack(sample)[0] == Method).Sum(sample => profile.Samples[sample].Values[column]);
    }

    private static IHost Build(params (string Option, string Value)[] options) => Build(new KeptLog(), options);

    private static IHost Build(KeptLog log, params (string Option, string Value)[] options)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(options.ToDictionary(option => $"AsyncProf:Push:{option.Option}", option => (string?)option.Value));
        builder.Services.AddAsyncProf(configured => configured.OverheadBudget = 1);
        return builder.Build();
    }
}
