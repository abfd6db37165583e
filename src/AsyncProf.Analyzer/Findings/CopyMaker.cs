namespace AsyncProf.Findings;

/// <summary>A method of the frameworks that allocates only to hold again what there is already, and what to use in its place.</summary>
/// <param name="Name">The canonical name of the method, whichever type's override of it was seen.</param>
/// <param name="Advice">What to use in its place.</param>
/// <param name="OfItsOwner">Whether only the owner of the collection can: of one inside of a framework there is nothing to say.</param>
internal sealed record CopyMaker(string Name, string Advice, bool OfItsOwner = false)
{
    private const string Linq = "System.Linq.", Iterators = Linq + "Enumerable.", Texts = "System.Text.";

    private static readonly Dictionary<string, CopyMaker> Makers = new CopyMaker[]
    {
        new("System.IO.MemoryStream.ToArray", "GetBuffer or TryGetBuffer hands out what is there"),
        new("System.IO.MemoryStream.set_Capacity", "give the stream its capacity, or write into a pipe"),
        new("System.String.Concat", "a StringBuilder or an interpolated string appends in place"),
        new("System.String.Join", "write the parts to where the text goes"),
        new("System.String.Substring", "a span shows a part without a copy"),
        new("System.String.Split", "a span shows a part without a copy"),
        new("System.Text.StringBuilder.ToString", "write the chunks to where the text goes"),
        new("System.Text.Encoding.GetString", "read text as bytes, or in pieces"),
        new("System.Text.Encoding.GetBytes", "encode into a buffer that is used again"),
        new("System.Array.Resize", "make it large enough at first", OfItsOwner: true),
        new("System.Collections.Generic.List`1.set_Capacity", "give the list its capacity", OfItsOwner: true),
        new("System.Collections.Generic.List`1.ToArray", "hand the list on as it is", OfItsOwner: true),
        new("System.Linq.Enumerable.ToArray", "enumerate once, without collecting", OfItsOwner: true),
        new("System.Linq.Enumerable.ToList", "enumerate once, without collecting", OfItsOwner: true),
    }.ToDictionary(maker => maker.Name, StringComparer.Ordinal);

    /// <summary>What a method copies; null where it is none of these.</summary>
    /// <param name="method">Its canonical name.</param>
    public static CopyMaker? Find(string method)
    {
        if (Makers.TryGetValue(method, out CopyMaker? exact))
            return exact;
        int dot = method.LastIndexOf('.');
        return dot > 0 && DeclaringType(method[..dot]) is { } type ? Makers.GetValueOrDefault($"{type}.{method[(dot + 1)..]}") : null;
    }

    /// <summary>Whether a method of the frameworks is one of collections, to which its caller's are handed.</summary>
    public static bool IsOfCollections(string method) => method.StartsWith("System.Collections.", StringComparison.Ordinal) || method.StartsWith(Linq, StringComparison.Ordinal) || method.StartsWith("System.Array.", StringComparison.Ordinal);

    /// <summary>The type whose methods another has versions of its own of: encodings, and the iterators that LINQ's operators hand out.</summary>
    private static string? DeclaringType(string type) =>
        type.StartsWith(Iterators, StringComparison.Ordinal) || type.StartsWith(Linq + "OrderedEnumerable`", StringComparison.Ordinal) ? "System.Linq.Enumerable"
        : type.StartsWith(Texts, StringComparison.Ordinal) && (type.EndsWith("Encoding", StringComparison.Ordinal) || type.EndsWith("EncodingSealed", StringComparison.Ordinal)) ? "System.Text.Encoding"
        : null;
}
