using System.Collections;
using System.Reflection;
using AsyncProf.Events;

namespace AsyncProf.Routes;

/// <summary>What the metadata of an endpoint tells of all requests to it. Read by reflection, once an endpoint.</summary>
internal static class EndpointNews
{
    /// <summary>What gRPC for ASP.NET Core leaves on its endpoints: the method, which is unary or a stream of some kind.</summary>
    private const string GrpcMethod = "Grpc.AspNetCore.Server.GrpcMethodMetadata";

    public static EntryNews Of(object endpoint)
    {
        EntryNews news = EntryNews.None;
        foreach (object metadata in Value(endpoint, "Metadata") as IEnumerable ?? Array.Empty<object>())
        {
            string? type = metadata.GetType().FullName;
            if (type == typeof(OwnEntry).FullName)
                news |= EntryNews.Own;
            else if (type == GrpcMethod && Value(metadata, "Method") is { } method && Value(method, "Type")?.ToString() is not (null or "Unary"))
                news |= EntryNews.Lasting;
        }

        return news;
    }

    private static object? Value(object of, string property) =>
        (of.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance) ?? of.GetType().GetInterfaces().Select(type => type.GetProperty(property)).FirstOrDefault(found => found is not null))?.GetValue(of);
}
