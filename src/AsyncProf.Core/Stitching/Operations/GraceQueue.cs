using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Operations that have ended, oldest first. For a moment their ids still lead to them, because an await may be told
/// after the end it raced with (seen in 0.08 % of the awaits of a storm).
/// </summary>
internal sealed class GraceQueue
{
    private (OperationRef Operation, long End)[] _items = new (OperationRef, long)[1024];
    private int _head;

    public int Count { get; private set; }

    public long OldestEnd => _items[_head].End;

    public void Enqueue(OperationRef operation, long end)
    {
        if (Count == _items.Length)
            Grow();
        _items[(_head + Count) & (_items.Length - 1)] = (operation, end);
        Count++;
    }

    public OperationRef Dequeue()
    {
        OperationRef operation = _items[_head].Operation;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return operation;
    }

    private void Grow()
    {
        var items = new (OperationRef, long)[_items.Length * 2];
        for (int i = 0; i < Count; i++)
            items[i] = _items[(_head + i) & (_items.Length - 1)];
        _items = items;
        _head = 0;
    }
}
