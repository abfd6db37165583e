using System.Net;
using System.Web;

namespace AsyncProf.Testing.Fleets;

/// <summary>Takes requests to a stand-in without a network.</summary>
/// <param name="store">The stand-in.</param>
public sealed class StoreHandler(StoreStandIn store) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Dictionary<string, string> headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        StoreReply reply = store.Answer(new StoreRequest(request.Method.Method, request.RequestUri!.AbsolutePath, HttpUtility.ParseQueryString(request.RequestUri.Query), request.Content?.Headers.ContentType?.MediaType ?? "", body, headers));
        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = new ByteArrayContent(reply.Body), RequestMessage = request };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", reply.ContentType);
        if (reply.Location is not null)
            response.Headers.TryAddWithoutValidation("Location", reply.Location);
        if (reply.After is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", reply.After);
        return response;
    }
}
