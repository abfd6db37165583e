using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Folders;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Diffing;

/// <summary>Reads the two sides from the store that was named.</summary>
internal static class FleetSides
{
    /// <summary>Reads them.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="inference">Which edges of recordings may be inferred.</param>
    /// <param name="memory">What the sides take is charged there.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="UserError">The store cannot be read, or holds nothing of a side.</exception>
    public static async Task<(FleetUnits Base, FleetUnits Head)> ReadAsync(FleetRequest request, Inference inference, MemoryBudget memory, CancellationToken stop)
    {
        try
        {
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            Selector from = Selector.Parse("--base", request.Base, request.Since, request.Until, now), to = Selector.Parse("--head", request.Head, request.Since, request.Until, now);
            using HttpMessageInvoker http = StoreClient.CreateHttp();
            IFleetStore store = Directory.Exists(request.From)
                ? new ProfileFolder(request.From, request.Limits, (path, budget) => LoadOne(path, budget, inference))
                : await StoreProbe.FindAsync(new StoreClient(http, AddressOf(request), request.Limits, TimeProvider.System), stop);
            return await FleetReader.ReadAsync(store, from, to, memory, stop);
        }
        catch (FleetException exception)
        {
            throw new UserError(exception.Message);
        }
        catch (MemoryBudgetException)
        {
            throw new UserError(FormattableString.Invariant($"The sides take more than the {memory.Limit >> 20} MiB of memory that reading may take: ask for less by --since or --traces, or allow more by --memory."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{request.From} cannot be read: {exception.Message}");
        }
    }

    /// <summary>One of many: that it cannot be read is no reason to compare none.</summary>
    private static AsyncProfile LoadOne(string path, MemoryBudget budget, Inference inference)
    {
        try
        {
            return ProfileFiles.Load(path, budget, inference);
        }
        catch (UserError error) when (error.InnerException is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static StoreAddress AddressOf(FleetRequest request) =>
        StoreAddress.Parse(request.From, StoreHeaders.Read(request.Headers, Environment.GetEnvironmentVariable(StoreHeaders.Variable)))
            ?? throw new UserError("--from must be the address of a store, such as http://localhost:16686, or a folder that is there; this is neither."); // not told, for it may hold a password
}
