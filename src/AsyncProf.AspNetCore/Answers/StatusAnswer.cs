using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Answers;

/// <summary>How the profiler is doing, as JSON.</summary>
internal static class StatusAnswer
{
    public static Task WriteAsync(HttpContext context)
    {
        Answer.Begin(context, StatusCodes.Status200OK, "application/json; charset=utf-8");
        return Answer.EndAsync(context, JsonSerializer.SerializeToUtf8Bytes(AsyncProfiler.Status, StatusJson.Default.ProfilerStatus));
    }
}
