using System.Buffers.Binary;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Recording.Bursts;

/// <summary>What one burst brings: beginnings whose name several methods have, or of a method that nobody knows yet, are kept.</summary>
/// <param name="index">The methods of the process.</param>
/// <param name="samples">What has been seen so far.</param>
internal sealed class BurstNames(MetadataIndex index, SampledStacks samples)
{
    /// <summary>How often a stack must have been seen until seeing it again teaches nothing.</summary>
    private const int Sightings = 3;

    private readonly Dictionary<string, bool> _isAmbiguous = new(StringComparer.Ordinal);
    private long _first;
    private long _last;

    /// <summary>How many operations began.</summary>
    public int Beginnings { get; private set; }

    /// <summary>The time from the first of them to the last.</summary>
    public long Ticks => _last - _first;

    /// <summary>How many of them taught something.</summary>
    public int New { get; private set; }

    /// <summary>Takes one event.</summary>
    public void Take(string provider, int id, long timestamp, ReadOnlySpan<byte> payload, ulong[] stack)
    {
        if (id != (int)AsyncEventKind.OperationBegin || payload.Length < TplEvents.LayoutOf(id).MinimumBytes || provider != TplEvents.SourceName)
            return;
        Beginnings++;
        _first = _first == 0 ? timestamp : Math.Min(_first, timestamp);
        _last = Math.Max(_last, timestamp);
        if (stack.Length == 0 || !IsAmbiguous(TplDecoder.Text(payload[(TplEvents.NameField * sizeof(int))..]).ToString()))
            return;
        if (samples.Add(BinaryPrimitives.ReadInt32LittleEndian(payload), timestamp, stack) is >= 0 and int known && samples.SeenOf(known) <= Sightings)
            New++;
    }

    private bool IsAmbiguous(string name)
    {
        if (_isAmbiguous.TryGetValue(name, out bool isAmbiguous))
            return isAmbiguous;
        TplTaskName operation = TplTaskName.Parse(name);
        bool hasSource = !operation.IsDelegate || CompilerNames.IsLambdaOrLocal(operation.Short); // of other delegates no stack tells
        return _isAmbiguous[name] = hasSource && index.Find(operation.Short, operation.IsDelegate).Count != 1;
    }
}
