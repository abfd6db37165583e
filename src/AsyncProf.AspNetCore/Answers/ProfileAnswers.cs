using System.Globalization;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Windows;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.Answers;

/// <summary>Answers with what happens in the app from the request on, for as long as it says.</summary>
/// <param name="windows">What is recorded.</param>
/// <param name="options">How it is answered.</param>
internal sealed class ProfileAnswers(SharedWindows windows, AsyncProfEndpointOptions options)
{
    private const int TopTrees = 20, Width = 160;

    /// <summary>As pprof: compressed as a file, and not as a transfer, as all who fetch profiles read it.</summary>
    public Task PprofAsync(HttpContext context) => AnswerAsync(context, "pprof", "application/octet-stream", static (profile, output) => profile.Save(output));

    /// <summary>As a page.</summary>
    public Task PageAsync(HttpContext context) => AnswerAsync(context, "page", "text/html; charset=utf-8", static (profile, output) => HtmlPage.Write(profile, FindingRules.Find(profile), profile.Recording.Process, output));

    /// <summary>As logical stacks in text.</summary>
    public Task TreeAsync(HttpContext context) => AnswerAsync(
        context, "tree", "text/plain; charset=utf-8", static (profile, output) => output.Write(Encoding.UTF8.GetBytes(TextReport.Trees(profile, TopTrees, Width) + "\n" + TextReport.Quality(profile.Recording))));

    private async Task AnswerAsync(HttpContext context, string form, string type, Action<AsyncProfile, Stream> write)
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

        using WindowSeat seat = windows.Join(length);
        if (seat.Window is not { } window)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(seat.Free.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Answer.WriteAsync(context, StatusCodes.Status429TooManyRequests, "As many profiles as may be are being recorded: ask again later, or for the same number of seconds at the same time.").ConfigureAwait(false);
            return;
        }

        try
        {
            byte[] body = await window.WrittenAsync(form, write).WaitAsync(context.RequestAborted).ConfigureAwait(false);
            if (form == "pprof")
                context.Response.Headers.ContentDisposition = "attachment; filename=\"asyncprof.pb.gz\"";
            await Answer.WriteAsync(context, StatusCodes.Status200OK, type, body).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Who asked is gone.
        }
    }
}
