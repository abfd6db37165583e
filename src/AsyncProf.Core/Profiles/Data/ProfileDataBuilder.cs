using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>Interns frames and stacks and adds samples up, to make the data of a profile from that of others or from a file.</summary>
internal sealed class ProfileDataBuilder
{
    private readonly List<Frame> _frames = [Frame.All];
    private readonly Dictionary<(FrameKind Kind, WaitKind Wait, string Name), int> _frameIds = [];
    private readonly List<StackNode> _stacks = [new StackNode(-1, 0)];
    private readonly Dictionary<StackNode, int> _stackIds = [];
    private readonly Dictionary<(int Stack, ChargeTags Tags), int> _sampleIds = [];
    private readonly List<StackCharge> _samples = [];
    private readonly Dictionary<(FrameKind Kind, string Name), MethodNotes> _methods = [];
    private readonly Dictionary<(RootKind Kind, string Name), RootNotes> _roots = [];
    private readonly Dictionary<AwaitKey, AwaitSums> _awaits = [];

    public int StackCount => _stacks.Count;

    public int Intern(Frame frame)
    {
        if (_frameIds.TryGetValue((frame.Kind, frame.Wait, frame.Name), out int id))
            return id;
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

        _stackIds.Add(node, id = _stacks.Count);
        _stacks.Add(node with { Line = line });
        return id;
    }

    public StackNode this[int stack] => _stacks[stack];

    public Frame FrameOf(int stack) => _frames[_stacks[stack].Frame];

    public void Add(in StackCharge sample)
    {
        if (!_sampleIds.TryGetValue((sample.Stack, sample.Tags), out int id))
        {
            _sampleIds.Add((sample.Stack, sample.Tags), _samples.Count);
            _samples.Add(sample);
            return;
        }

        _samples[id] = sample with { Sums = _samples[id].Sums + sample.Sums };
    }

    public void Note(FrameKind kind, string name, MethodNotes notes) => _methods[(kind, name)] = _methods.TryGetValue((kind, name), out MethodNotes? old) ? old + notes : notes;

    /// <summary>The slower one's tree is kept.</summary>
    public void Note(RootKind kind, string name, RootNotes notes)
    {
        if (!_roots.TryGetValue((kind, name), out RootNotes? old) || notes.MaxNs > old.MaxNs)
            _roots[(kind, name)] = notes;
    }

    public void Note(in AwaitKey await, AwaitSums sums) => _awaits[await] = _awaits.GetValueOrDefault(await) + sums;

    public ProfileData Build() => new() { Frames = _frames, Stacks = _stacks, Samples = _samples, Methods = _methods, Roots = _roots, Awaits = _awaits };
}
