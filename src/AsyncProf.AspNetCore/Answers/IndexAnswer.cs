using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Answers;

/// <summary>What there is, as a page with links.</summary>
internal static class IndexAnswer
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static Task WriteAsync(HttpContext context, AsyncProfEndpointOptions options)
    {
        string path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent().TrimEnd('/');
        ProfilerStatus status = AsyncProfiler.Status;
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>AsyncProf</title>")
            .Append("<style>body{font:15px/1.5 system-ui,sans-serif;margin:2em;max-width:60em;color-scheme:light dark}dt{margin-top:.8em}code{font-size:.95em}</style><h1>AsyncProf</h1><dl>");
        Link($"profile?seconds={options.DefaultSeconds}", "what async methods do from now on, as pprof");
        Link($"report?seconds={options.DefaultSeconds}", "the same as a page");
        Link($"tree?seconds={options.DefaultSeconds}", "the same as text");
        Link("slow", FormattableString.Invariant($"slow requests that are kept: {AsyncProfiler.SlowRequests.Count}"));
        Link("status", "how the profiler is doing");
        page.Append("</dl><p>").Append(WebUtility.HtmlEncode(status.Unsupported ?? string.Create(CultureInfo.InvariantCulture, $"{(status.IsCapturing ? "Capturing" : "Capturing nothing")}: {status.Events} events so far, {status.LostEvents} lost.")))
            .Append(CultureInfo.InvariantCulture, $"</p><p>A profile takes as long as it is. The longest is {options.MaximumSeconds} seconds; ").Append(options.MaximumWindows == 1 ? "there is one" : string.Create(CultureInfo.InvariantCulture, $"there are {options.MaximumWindows} at most"))
            .Append(" at a time, and those who ask for the same at once share it.</p></html>\n");
        Answer.Begin(context, StatusCodes.Status200OK, "text/html; charset=utf-8", Policy);
        return Answer.EndAsync(context, Encoding.UTF8.GetBytes(page.ToString()));

        void Link(string relative, string what) =>
            page.Append(CultureInfo.InvariantCulture, $"<dt><a href=\"{WebUtility.HtmlEncode(path)}/{WebUtility.HtmlEncode(relative)}\"><code>{WebUtility.HtmlEncode(relative)}</code></a><dd>{WebUtility.HtmlEncode(what)}");
    }
}
