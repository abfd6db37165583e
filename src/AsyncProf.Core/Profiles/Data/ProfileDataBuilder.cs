using AsyncProf.Budgets;
using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>Interns frames and stacks and adds samples up, to make the data of a profile from that of others or from a file.</summary>
/// <param name="memory">What it takes is charged there; null where nothing is bounded.</param>
/// <param name="samples">How many samples there are at most, where that is known.</param>
internal sealed class ProfileDataBuilder(MemoryAccount? memory = null, int samples = 0)
{
    /// <summary>What it takes while it is made, in bytes: a place in a list, and in the dictionary by which it is found.</summary>
    private static readonly long FrameBytes = Sizes.OfItem(8) + Sizes.OfEntry(24) + ProfileCost.Frame, StackBytes = Sizes.OfItem(12) + Sizes.OfEntry(16), SampleBytes = Sizes.OfItem(88) + Sizes.OfEntry(12);

    /// <summary>Room is made at once for so many samples, for growing takes twice as much for a while.</summary>
    private const int Presized = 1 << 20;

    private readonly List<Frame> _frames = [Frame.All];
    private readonly Dictionary<(FrameKind Kind, WaitKind Wait, string Name), int> _frameIds = [];
    private readonly List<StackNode> _stacks = [new StackNode(-1, 0)];
    private readonly Dictionary<StackNode, int> _stackIds = [];
    private readonly Dictionary<(int Stack, ChargeTags Tags), int> _sampleIds = new(Math.Min(samples, Presized));
    private readonly List<StackCharge> _samples = new(Math.Min(samples, Presized));
    private readonly Dictionary<(FrameKind Kind, string Name), MethodNotes> _methods = [];
    private readonly Dictionary<(RootKind Kind, string Name), RootNotes> _roots = [];
    private readonly Dictionary<AwaitKey, AwaitSums> _awaits = [];
    private readonly Dictionary<SpawnKey, SpawnSums> _spawns = [];
    private readonly Dictionary<(FrameKind Kind, string Name), OutsideSums> _outside = [];
    private readonly Dictionary<LineKey, long> _lines = [];

    private readonly List<SpanLink> _links = [];

    public int LineCount => _lines.Count;

    /// <summary>Single roots over time; null for none.</summary>
    public Timeline? Timeline { get; set; }

    public int StackCount => _stacks.Count;

    public int Intern(Frame frame)
    {
        if (_frameIds.TryGetValue((frame.Kind, frame.Wait, frame.Name), out int id))
            return id;
        memory?.Charge(FrameBytes + ProfileCost.TextOf(frame));
        _frameIds.Add((frame.Kind, frame.Wait, frame.Name), id = _frames.Count);
        _frames.Add(frame);
        return id;
    }

    /// <param name="parent">The stack above.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="line">The line at which the frame above awaits it; 0 where it is not known. Of several none is kept.</param>
    public int Intern(int parent, int frame, int line = 0)
    {
        var node = new StackNode(parent, frame);
        if (_stackIds.TryGetValue(node, out int id))
        {
            if (_stacks[id].Line != line)
                _stacks[id] = _stacks[id] with { Line = 0 };
            return id;
        }

        memory?.Charge(StackBytes);
        _stackIds.Add(node, id = _stacks.Count);
        _stacks.Add(node with { Line = line });
        return id;
    }

    /// <summary>Takes over a stack of another profile under the number that it has there: all that come before it have been taken over.</summary>
    public void InternNext(int parent, Frame frame, int line)
    {
        memory?.Charge(StackBytes);
        var node = new StackNode(parent, Intern(frame));
        _stackIds.TryAdd(node, _stacks.Count);
        _stacks.Add(node with { Line = line });
    }

    public StackNode this[int stack] => _stacks[stack];

    public Frame FrameOf(int stack) => _frames[_stacks[stack].Frame];

    /// <summary>The number of a request's span; 0 where there are too many, or it is none.</summary>
    public int Link(SpanLink link)
    {
        if (link.IsNone)
            return 0;
        int place = _links.IndexOf(link);
        if (place < 0 && _links.Count < ChargeTags.MaximumLinks)
        {
            place = _links.Count;
            _links.Add(link);
        }

        return place + 1;
    }

    /// <summary>Takes over those of another profile under the numbers that they have there.</summary>
    public void TakeLinks(ProfileData data) => _links.AddRange(data.Links);

    /// <summary>Adds a sample. One of a request whose span has not been taken over is among those that have none.</summary>
    public void Add(in StackCharge one)
    {
        StackCharge sample = one.Tags.Link <= _links.Count ? one : one with { Tags = one.Tags.LinkedTo(0) };
        if (!_sampleIds.TryGetValue((sample.Stack, sample.Tags), out int id))
        {
            memory?.Charge(SampleBytes);
            _sampleIds.Add((sample.Stack, sample.Tags), _samples.Count);
            _samples.Add(sample);
            return;
        }

        _samples[id] = sample with { Sums = _samples[id].Sums + sample.Sums };
    }

    public void Note(FrameKind kind, string name, MethodNotes notes)
    {
        bool isKnown = _methods.TryGetValue((kind, name), out MethodNotes? old);
        if (!isKnown)
            memory?.Charge(ProfileCost.Note + Sizes.OfText(name.Length));
        _methods[(kind, name)] = isKnown ? old! + notes : notes;
    }

    public void Note(RootKind kind, string name, RootNotes notes)
    {
        if (!_roots.TryGetValue((kind, name), out RootNotes? old))
            memory?.Charge(ProfileCost.Note + Sizes.OfText(name.Length));
        _roots[(kind, name)] = old is null ? notes : old + notes;
    }

    public void Note(in AwaitKey await, AwaitSums sums)
    {
        if (!_awaits.TryGetValue(await, out AwaitSums old))
            memory?.Charge(ProfileCost.Of(await));
        _awaits[await] = old + sums;
    }

    public void Note(in SpawnKey spawn, SpawnSums sums)
    {
        if (!_spawns.TryGetValue(spawn, out SpawnSums old))
            memory?.Charge(ProfileCost.Of(spawn));
        _spawns[spawn] = old + sums;
    }

    public void Note(FrameKind kind, string name, OutsideSums sums)
    {
        if (!_outside.TryGetValue((kind, name), out OutsideSums old))
            memory?.Charge(ProfileCost.Note + Sizes.OfText(name.Length));
        _outside[(kind, name)] = old + sums;
    }

    public void Note(in LineKey line, long runningNs)
    {
        if (!_lines.TryGetValue(line, out long old))
            memory?.Charge(ProfileCost.Note + Sizes.OfText(line.Method.Length + line.File.Length));
        _lines[line] = old + runningNs;
    }

    /// <summary>Adds what another says of roots, awaits, what was spawned, code outside of operations, and lines.</summary>
    public void NoteAllButMethods(ProfileData data)
    {
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
            Note(kind, name, notes);
        foreach ((AwaitKey await, AwaitSums sums) in data.Awaits)
            Note(await, sums);
        foreach ((SpawnKey spawn, SpawnSums sums) in data.Spawns)
            Note(spawn, sums);
        foreach (((FrameKind kind, string name), OutsideSums sums) in data.Outside)
            Note(kind, name, sums);
        foreach ((LineKey line, long ns) in data.Lines)
            Note(line, ns);
    }

    public ProfileData Build() => new() { Frames = _frames, Stacks = _stacks, Samples = _samples, Methods = _methods, Roots = _roots, Awaits = _awaits, Spawns = _spawns, Outside = _outside, Lines = _lines, Timeline = Timeline, Links = _links };
}
