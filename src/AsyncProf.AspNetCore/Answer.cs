using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace AsyncProf;

/// <summary>What all answers have in common: nobody may keep them, show them within another page, or take them for something else. No header holds anything that a request said.</summary>
internal static class Answer
{
    /// <summary>What an answer may do that a browser shows: nothing.</summary>
    public const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Answers with text.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="text">One sentence, or a report.</param>
    public static Task WriteAsync(HttpContext context, int status, string text)
    {
        Begin(context, status, "text/plain; charset=utf-8");
        if (status >= StatusCodes.Status400BadRequest)
            context.Response.Headers["X-Go-Pprof"] = "1"; // without it go tool pprof does not show what is wrong
        return EndAsync(context, Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n"));
    }

    /// <summary>Says what kind of answer comes. To who asks for no more (HEAD), that is the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="type">The content's type.</param>
    /// <param name="policy">What a browser that shows it allows it.</param>
    public static void Begin(HttpContext context, int status, string type, string policy = NoPage)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store"; // not heard by output caching, which would give to others what only who asked may have
        if (context.Features.Get<IOutputCacheFeature>() is { Context: var kept })
            kept.AllowCacheStorage = false; // where it stands before routing, and so sees no metadata
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        (response.StatusCode, response.ContentType) = (status, type);
    }

    /// <summary>Ends an answer that has begun.</summary>
    public static Task EndAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
