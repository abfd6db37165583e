using Microsoft.AspNetCore.Http.Features;

namespace Shop;

/// <summary>Names each request's activity by method and route, so that requests group: <c>GET /orders/{id}</c>.</summary>
internal static class RequestNames
{
    public static void UseRequestNames(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && context.Features.Get<IHttpActivityFeature>() is { } feature)
            feature.Activity.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
        return next(context);
    });
}
