namespace AsyncProf.Fleets;

/// <summary>Where a store answers, and what each request to it says besides.</summary>
/// <param name="Address">Its address, with the path before which it is, if there is one.</param>
/// <param name="Headers">A token, a tenant. They are never shown.</param>
internal sealed record StoreAddress(Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Its address as it is shown: without a user's name and password, and without what follows the path.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Reads an address; null if it is none of HTTP.</summary>
    public static StoreAddress? Parse(string url, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https") && address.Host.Length > 0 ? new StoreAddress(address, headers) : null;

    /// <summary>The address of something in it.</summary>
    /// <param name="path">Its path and what is asked for, from a slash on.</param>
    public Uri Of(string path) => new(Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') + path);
}
