using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Shop;

/// <summary>What ASP.NET Core leaves to others: a request's name by method and route, so that requests group, and its status.</summary>
internal static class RequestNames
{
    public static void UseRequestNames(this WebApplication app)
    {
        app.UseExceptionHandler(static errors => errors.Run(static context =>
        {
            context.Features.Get<IHttpActivityFeature>()?.Activity.SetStatus(ActivityStatusCode.Error);
            return Task.CompletedTask;
        }));
        app.Use(static (context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint && context.Features.Get<IHttpActivityFeature>() is { } feature)
                feature.Activity.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
            return next(context);
        });
    }
}
