using System.Text;
using Microsoft.AspNetCore.Http;

namespace AsyncProf;

/// <summary>What all answers have in common: nobody may keep them, show them within another page, or take them for something else.</summary>
internal static class Answer
{
    /// <summary>Answers with text.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="text">One sentence, or a report.</param>
    public static Task WriteAsync(HttpContext context, int status, string text)
    {
        if (status >= StatusCodes.Status400BadRequest)
            context.Response.Headers["X-Go-Pprof"] = "1"; // without it go tool pprof does not show what is wrong
        return WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n"));
    }

    /// <summary>Answers with bytes.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, type, body.Length);
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
