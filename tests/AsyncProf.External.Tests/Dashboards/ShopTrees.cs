namespace AsyncProf.External.Tests.Dashboards;

/// <summary>What the sample's endpoints await, as their code says: the app's methods, each once, without the namespace <c>Shop</c>.</summary>
internal static class ShopTrees
{
    private static readonly Dictionary<string, string> Trees = new()
    {
        ["GET /orders/{id:int}"] = """
            Orders.OrderEndpoints.GetAsync
              Orders.OrderService.GetAsync
                Orders.MemoryOrderStore.LoadAsync
                Orders.OrderService.DiscountAsync
            """,
        ["GET /orders/{id:int}/summary"] = """
            Orders.OrderEndpoints.SummaryAsync
              Orders.SummaryService.BuildAsync
                Orders.SummaryService.CustomerAsync
                Orders.SummaryService.StockLevelAsync
                Orders.SummaryService.ShippingAsync
            """,
        ["GET /orders/{id:int}/invoice"] = """
            Orders.OrderEndpoints.InvoiceAsync
              Orders.InvoiceService.BuildAsync
                Orders.OrderService.GetAsync
                  Orders.MemoryOrderStore.LoadAsync
                  Orders.OrderService.DiscountAsync
                Orders.InvoiceService.FetchTaxAsync
            GET /tax/{country}
              Orders.OrderEndpoints.TaxAsync
            """,
        ["GET /orders/{id:int}/label"] = """
            Orders.OrderEndpoints.LabelAsync
              Orders.OrderService.LabelAsync
                Orders.MemoryOrderStore.LoadAsync
            """,
        ["GET /orders"] = """
            Orders.OrderEndpoints.ListAsync
              Orders.MemoryOrderStore.ReadAllAsync
            """,
        ["POST /orders"] = """
            Orders.OrderEndpoints.PlaceAsync
              Orders.OrderQueue.PlaceAsync
            """,
        ["GET /stock/{sku}"] = """
            Stock.StockEndpoints.ReserveAsync
              Stock.StockRoom.ReserveAsync
                Stock.StockRoom.CountAsync
            """,
        ["GET /carriers"] = """
            Stock.StockEndpoints.CarriersAsync
              Stock.CarrierClient.QuoteAsync
                Stock.CarrierClient.AskAsync
            """,
        ["GET /reports/daily"] = """
            Reports.ReportEndpoints.DailyAsync
              Reports.DailyReport.BuildAsync
                Reports.DailyReport.BuildAsync.lambda
            """,
        ["GET /faults/sync-over-async"] = """
            Orders.OrderService.GetAsync
              Orders.MemoryOrderStore.LoadAsync
              Orders.OrderService.DiscountAsync
            """,
        ["GET /faults/n-plus-one"] = """
            Faults.FaultEndpoints.NPlusOneAsync
              Orders.MemoryOrderStore.LoadAsync
            """,
        ["GET /faults/lock"] = """
            Faults.FaultEndpoints.LockAsync
              Faults.FaultEndpoints.PayAsync
            """,
        ["GET /faults/starvation"] = """
            Faults.FaultEndpoints.StarvationAsync
              Faults.FaultEndpoints.HoldThread
            """,
        ["GET /faults/straggler"] = """
            Faults.FaultEndpoints.StragglerAsync
              Faults.FaultEndpoints.AskNearAsync
              Faults.FaultEndpoints.AskFarAsync
            """,
        ["GET /sound/fire-and-forget"] = """
            Faults.SoundEndpoints.AwaitedMailAsync
              Faults.SoundEndpoints.SendMailAsync
            """,
    };

    /// <summary>The requests with a tree here.</summary>
    public static IEnumerable<string> Requests => Trees.Keys;

    /// <summary>The path to each method of a request's tree, as <see cref="TelemetryTrace.PathTo"/> has it.</summary>
    public static IReadOnlySet<string> Paths(string request)
    {
        var paths = new HashSet<string>();
        var path = new List<string>();
        foreach (string line in Trees[request].Split('\n'))
        {
            int level = (line.Length - line.TrimStart().Length) / 2;
            path.RemoveRange(level, path.Count - level);
            path.Add(line.Trim());
            if (!line.Contains('/'))
                paths.Add(string.Join(TelemetryTrace.Below, path));
        }

        return paths;
    }
}
