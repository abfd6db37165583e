using System.Globalization;
using System.Text;
using AsyncProf.Profiles;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Answers;

/// <summary>The slow requests that the hosted service keeps.</summary>
internal static class SlowAnswers
{
    private const int Width = 160;
    private const double MinimumShare = 0.005;

    /// <summary>All of them, the newest first.</summary>
    public static Task ListAsync(HttpContext context)
    {
        var text = new StringBuilder();
        foreach (SlowRequest slow in AsyncProfiler.SlowRequests)
            text.Append(CultureInfo.InvariantCulture, $"{(slow.TraceId.Length == 0 ? "-" : slow.TraceId),-32}  {slow}\n");
        return Answer.WriteAsync(context, StatusCodes.Status200OK, text.Length == 0 ? "No slow request is kept. The option SlowRequest says which are." : text.ToString());
    }

    /// <summary>The trees of those of one trace.</summary>
    public static Task TreeAsync(HttpContext context)
    {
        var trace = context.Request.RouteValues["traceId"] as string;
        SlowRequest[] found = [.. AsyncProfiler.SlowRequests.Where(slow => slow.TraceId.Length > 0 && string.Equals(slow.TraceId, trace, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 0
            ? Answer.WriteAsync(context, StatusCodes.Status404NotFound, "No slow request of that trace is kept.")
            : Answer.WriteAsync(context, StatusCodes.Status200OK, string.Join('\n', found.Select(slow => $"{slow}\n{TextReport.Tree(slow.Tree, MinimumShare, Width)}")));
    }
}
