namespace AsyncProf.Symbols.Places;

/// <summary>A delegate that a place has started as a task.</summary>
/// <param name="Name">Its name as the TPL gives it.</param>
/// <param name="NameId">The same with the place's type, which tells it from others of that name.</param>
/// <param name="Earlier">The one that the place started before it; null for the first.</param>
internal sealed record StartedDelegate(string Name, int NameId, StartedDelegate? Earlier = null)
{
    /// <summary>More of a place are not kept: what starts whatever it is given.</summary>
    private const int Most = 8;

    private readonly int _count = (Earlier?._count ?? 0) + 1;

    /// <summary>Whether one more can be kept.</summary>
    public bool HasRoom => _count < Most;
}
