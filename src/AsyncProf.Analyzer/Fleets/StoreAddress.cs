namespace AsyncProf.Fleets;

/// <summary>Where a store answers, and what each request to it says besides.</summary>
/// <param name="Address">Its address, with the path before which it is, if there is one.</param>
/// <param name="Headers">A token, a tenant. They are never shown.</param>
internal sealed record StoreAddress(Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Its address as it is shown.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Reads an address; null if it is none of HTTP.</summary>
    /// <exception cref="FleetException">It holds a user or what follows a path: those may be secrets, would not be sent, and are not told.</exception>
    public static StoreAddress? Parse(string url, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            return null;
        if (address.UserInfo.Length > 0)
            throw new FleetException($"--from must hold no user and no password: give them by --header 'Authorization: Basic …', or in {StoreHeaders.Variable}.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new FleetException($"--from must end with its path, and hold no question mark and no number sign: give a key by --header 'Name: value', or in {StoreHeaders.Variable}.");
        return new StoreAddress(address, headers);
    }

    /// <summary>The address of something in it.</summary>
    /// <param name="path">Its path and what is asked for, from a slash on.</param>
    public Uri Of(string path) => new(Shown + path);
}
