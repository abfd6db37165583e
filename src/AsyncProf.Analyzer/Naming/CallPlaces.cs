using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>Places of the call tree as small numbers, and who was seen at each. Bounded: what is too many or too deep has none.</summary>
internal sealed class CallPlaces
{
    /// <summary>The path of what is called by nobody.</summary>
    public const int Top = 0;

    /// <summary>What has no number.</summary>
    public const int None = -1;

    private const int MostPlaces = 400_000, Deepest = 200;

    private readonly Dictionary<CallSite, int> _siteIds = [];
    private readonly Dictionary<CallPath, int> _pathIds = [];
    private readonly List<CallSite> _sites = [];
    private readonly List<CallPath> _paths = [default];
    private readonly List<int> _depths = [];
    private readonly List<SeenMethod> _seen = [];

    public IReadOnlyList<CallSite> Sites => _sites;

    public IReadOnlyList<CallPath> Paths => _paths;

    /// <summary>The depth of a place: 1 for what is called by nobody.</summary>
    public int DepthOf(int site) => _depths[site];

    /// <summary>Who was seen at a place.</summary>
    public SeenMethod SeenAt(int site) => _seen[site];

    /// <summary>Somebody was seen at a place.</summary>
    public void See(int site, in SeenMethod method) => _seen[site] += method;

    /// <summary>The number of a place, given out if it is new.</summary>
    public int Site(in CallSite site)
    {
        if (site.Path < 0)
            return None;
        if (_siteIds.TryGetValue(site, out int id))
            return id;
        int depth = site.Path == Top ? 1 : _depths[_paths[site.Path].Site] + 1;
        if (_sites.Count >= MostPlaces || depth > Deepest)
            return None;
        _siteIds.Add(site, id = _sites.Count);
        _sites.Add(site);
        _depths.Add(depth);
        _seen.Add(default);
        return id;
    }

    /// <summary>The number of a path, given out if it is new.</summary>
    public int Path(in CallPath path)
    {
        if (path.Site < 0)
            return None;
        if (_pathIds.TryGetValue(path, out int id))
            return id;
        _pathIds.Add(path, id = _paths.Count);
        _paths.Add(path);
        return id;
    }

    /// <summary>The number of a place that is known; <see cref="None"/> for any other.</summary>
    public int FindSite(in CallSite site) => _siteIds.GetValueOrDefault(site, None);

    /// <summary>The number of a path that is known; <see cref="None"/> for any other.</summary>
    public int FindPath(in CallPath path) => _pathIds.GetValueOrDefault(path, None);
}
