namespace AsyncProf.Stitching.Operations;

/// <summary>The ended operations that an await may still be told of, in the order in which their records were recycled. Each is known by a negative number.</summary>
internal sealed class EndedOperations
{
    private (EndedOperation Operation, long Until)[] _items = new (EndedOperation, long)[256];
    private int _head, _count;

    public ref readonly EndedOperation this[int number] => ref _items[~number & (_items.Length - 1)].Operation;

    /// <summary>Keeps one until a moment, and returns its number.</summary>
    public int Add(in EndedOperation operation, long until)
    {
        if (_count == _items.Length)
            Grow();
        int at = (_head + _count++) & int.MaxValue;
        _items[at & (_items.Length - 1)] = (operation, until);
        return ~at;
    }

    /// <summary>Takes the oldest out if its time is over.</summary>
    public bool TryTake(long before, out int taskId, out int number)
    {
        (taskId, number) = (0, 0);
        if (_count == 0 || _items[_head & (_items.Length - 1)].Until >= before)
            return false;
        (taskId, number) = (_items[_head & (_items.Length - 1)].Operation.TaskId, ~_head);
        _head = (_head + 1) & int.MaxValue;
        _count--;
        return true;
    }

    private void Grow()
    {
        var items = new (EndedOperation, long)[_items.Length * 2];
        for (int i = 0; i < _count; i++)
            items[(_head + i) & (items.Length - 1)] = _items[(_head + i) & (_items.Length - 1)];
        _items = items;
    }
}
