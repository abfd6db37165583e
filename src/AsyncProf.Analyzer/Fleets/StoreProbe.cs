using System.Text.Json;
using AsyncProf.Fleets.Pyroscope;
using AsyncProf.Fleets.Traces;

namespace AsyncProf.Fleets;

/// <summary>Finds out what answers at an address, by asking what only one of the stores knows. A page of HTML is no answer: some have one for everything.</summary>
internal static class StoreProbe
{
    /// <summary>The store.</summary>
    /// <param name="client">Asks it.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">It cannot be reached, refuses, or is none that is known.</exception>
    public static async Task<IFleetStore> FindAsync(StoreClient client, CancellationToken stop)
    {
        bool hasPage = false;
        if (await AnswersAsync(JaegerStore.Services, JsonValueKind.Object))
            return new JaegerStore(client, isLegacy: false);
        if (await AnswersAsync(JaegerStore.LegacyServices, JsonValueKind.Object))
            return new JaegerStore(client, isLegacy: true);
        if (await AnswersAsync(AspireStore.Resources, JsonValueKind.Array))
            return new AspireStore(client);
        if (await PyroscopeQuery.AnswersAsync(client, stop))
            return new PyroscopeStore(client);
        throw new FleetException($"{client.Shown} is no store that is known: Jaeger's query API (usually port 16686), the Aspire dashboard's API (switched on by ASPIRE_DASHBOARD_API_ENABLED=true), or Pyroscope (usually port 4040).{(hasPage ? " It answered with a page: if that asks for a login, give its key by --header." : "")}");

        async Task<bool> AnswersAsync(string path, JsonValueKind kind)
        {
            StoreAnswer answer = client.Alive(await client.GetAsync(path, stop));
            using JsonDocument? json = answer.IsOk ? answer.Json() : null;
            hasPage |= answer.IsOk && json is null;
            return json?.RootElement.ValueKind == kind;
        }
    }
}
