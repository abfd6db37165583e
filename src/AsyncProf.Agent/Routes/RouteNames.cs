using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Routes;

/// <summary>
/// Names of requests: method and route, <c>GET /orders/{id}</c>. Each endpoint is looked at once. Their number is bounded, whatever an app makes endpoints of:
/// beyond it the method alone is the name.
/// </summary>
internal sealed class RouteNames(NameTable names)
{
    private const int MaximumNames = 8192;

    private readonly ConditionalWeakTable<object, RouteName> _endpoints = [];
    private readonly RequestTemplates _templates = new(names);
    private int _count;

    /// <summary>The name of a request that matched an endpoint; 0 if the endpoint has no route.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="name">What is known of the endpoint.</param>
    public int Matched(object endpoint, string method, out RouteName name)
    {
        if (!_endpoints.TryGetValue(endpoint, out name!))
            name = _endpoints.GetValue(endpoint, static endpoint => new RouteName(RoutePath.Of(endpoint), RequestMethods.Count, EndpointNews.Of(endpoint)));
        if (name.Path is not { } route)
            return NameTable.NoneId;
        int number = RequestMethods.NumberOf(method), id = Volatile.Read(ref name[number]);
        if (id == NameTable.NoneId)
        {
            id = names.Intern(Interlocked.Increment(ref _count) > MaximumNames ? RequestMethods.Name(number) : $"{RequestMethods.Name(number)} {route}");
            Volatile.Write(ref name[number], id);
        }

        return id;
    }

    /// <summary>
    /// The name of a request that matched no route: by its path if something served it (a file, a middleware), or by the method alone, because what is
    /// refused can be anything.
    /// </summary>
    public int Unmatched(string method, string path, bool isServed) => isServed
        ? _templates.Name(RequestMethods.NameOf(method), path)
        : names.Intern(RequestMethods.NameOf(method) + " (unmatched)");
}
