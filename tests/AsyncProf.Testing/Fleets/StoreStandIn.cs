namespace AsyncProf.Testing.Fleets;

/// <summary>Answers as a store does, as far as its documented API goes, and keeps what it was asked.</summary>
public abstract class StoreStandIn
{
    private readonly List<StoreRequest> _requests = [];

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<StoreRequest> Requests => _requests;

    /// <summary>Answers.</summary>
    public StoreReply Answer(StoreRequest request)
    {
        lock (_requests)
            _requests.Add(request);
        return Reply(request);
    }

    protected abstract StoreReply Reply(StoreRequest request);
}
