using System.Globalization;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Windows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Primitives;

namespace AsyncProf.Answers;

/// <summary>Answers with what happens in the app from the request on, for as long as it says.</summary>
/// <param name="windows">What is recorded.</param>
/// <param name="options">How it is answered.</param>
internal sealed class ProfileAnswers(SharedWindows windows, AsyncProfEndpointOptions options)
{
    private const int TopTrees = 20, Width = 160;

    /// <summary>The page's own policy, which lies in it, is narrower: it names the script and the style that may run.</summary>
    private const string PagePolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static readonly ProfileForm
        Pprof = new("application/octet-stream", Answer.NoPage, "asyncprof.pb.gz", static (profile, output) => profile.Save(output)),
        Stacks = new("application/octet-stream", Answer.NoPage, "asyncprof.pb.gz", StorePprof.Write),
        Page = new("text/html; charset=utf-8", PagePolicy, null, static (profile, output) => HtmlPage.Write(profile, FindingRules.Find(profile), profile.Recording.Process, output)),
        Tree = new("text/plain; charset=utf-8", Answer.NoPage, null, static (profile, output) => output.Write(Encoding.UTF8.GetBytes(TextReport.Trees(profile, TopTrees, Width) + "\n" + TextReport.Quality(profile.Recording))));

    /// <summary>As pprof: compressed as a file, and not as a transfer, as all who fetch profiles read it. With <c>labels=none</c> as stores take it.</summary>
    public Task PprofAsync(HttpContext context)
    {
        StringValues labels = context.Request.Query["labels"];
        if (labels.Count == 0)
            return AnswerAsync(context, Pprof);
        return labels[0] == "none" ? AnswerAsync(context, Stacks) : Answer.WriteAsync(context, StatusCodes.Status400BadRequest, "labels must be none, or left out.");
    }

    /// <summary>As a page.</summary>
    public Task PageAsync(HttpContext context) => AnswerAsync(context, Page);

    /// <summary>As logical stacks in text.</summary>
    public Task TreeAsync(HttpContext context) => AnswerAsync(context, Tree);

    private static void Begin(HttpContext context, ProfileForm form)
    {
        Answer.Begin(context, StatusCodes.Status200OK, form.Type, form.Policy);
        if (form.File is { } file)
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
    }

    private async Task AnswerAsync(HttpContext context, ProfileForm form)
    {
        if (AskedSeconds.Read(context.Request.Query, options, out TimeSpan length) is { } wrong)
        {
            await Answer.WriteAsync(context, StatusCodes.Status400BadRequest, wrong).ConfigureAwait(false);
            return;
        }

        if (AsyncProfiler.Status.Unsupported is { } why)
        {
            await Answer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, why).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            Begin(context, form); // nothing is recorded for who does not want it
            return;
        }

        using WindowSeat seat = windows.Join(length);
        if (seat.Window is not { } window)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(seat.Free.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Answer.WriteAsync(context, StatusCodes.Status429TooManyRequests, "As many profiles as may be are being recorded: ask again later, or for the same number of seconds at the same time.").ConfigureAwait(false);
            return;
        }

        try
        {
            AsyncProfile profile = await window.Profile.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            byte[] body = await window.WrittenAsync(form, profile).WaitAsync(context.RequestAborted).ConfigureAwait(false);
            Begin(context, form);
            await Answer.EndAsync(context, body).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsGone(context))
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // for logs: nobody reads it
        }
    }

    /// <summary>Whether who asked is gone, and not the time over that the app gives its requests: that it answers itself.</summary>
    private static bool IsGone(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested != true;
}
