using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Answers;

/// <summary>How the profiler is doing, as JSON.</summary>
internal static class StatusAnswer
{
    public static Task WriteAsync(HttpContext context) => Answer.WriteAsync(
        context, StatusCodes.Status200OK, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(AsyncProfiler.Status, StatusJson.Default.ProfilerStatus));
}
