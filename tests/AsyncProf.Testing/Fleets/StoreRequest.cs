using System.Collections.Specialized;

namespace AsyncProf.Testing.Fleets;

/// <summary>What a stand-in for a store was asked.</summary>
/// <param name="Method">The method of HTTP.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="ContentType">The type of the body; empty for none.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">All other headers.</param>
public sealed record StoreRequest(string Method, string Path, NameValueCollection Query, string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers);
