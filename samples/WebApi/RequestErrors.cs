using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Shop;

/// <summary>What ASP.NET Core leaves to others: the status of a request that failed.</summary>
internal static class RequestErrors
{
    public static void UseRequestErrors(this WebApplication app) => app.UseExceptionHandler(static errors => errors.Run(static context =>
    {
        context.Features.Get<IHttpActivityFeature>()?.Activity.SetStatus(ActivityStatusCode.Error);
        return Task.CompletedTask;
    }));
}
