using AsyncProf.Budgets;

namespace AsyncProf.Building;

/// <summary>A measure in steps of equal length. Of several values in one step a level is the largest, anything else their average.</summary>
/// <param name="isLevel">Whether it is a level.</param>
internal sealed class StepValues(bool isLevel)
{
    private readonly List<(double Value, int Count)> _steps = [];

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => _steps.Count * Sizes.OfItem(16);

    /// <summary>Adds a value of a step.</summary>
    public void Add(int step, double value) => Add(step, value, 1);

    /// <summary>Two steps become one.</summary>
    public void Halve()
    {
        (double Value, int Count)[] old = [.. _steps];
        _steps.Clear();
        for (int step = 0; step < old.Length; step++)
        {
            if (old[step].Count > 0)
                Add(step / 2, old[step].Value, old[step].Count);
        }
    }

    /// <summary>The values of so many steps.</summary>
    public double[] Freeze(int steps) => [.. Enumerable.Range(0, steps).Select(step => step < _steps.Count && _steps[step] is { Count: > 0 } known ? isLevel ? known.Value : known.Value / known.Count : double.NaN)];

    private void Add(int step, double value, int count)
    {
        while (_steps.Count <= step)
            _steps.Add(default);
        (double Value, int Count) known = _steps[step];
        _steps[step] = (known.Count == 0 ? value : isLevel ? Math.Max(known.Value, value) : known.Value + value, known.Count + count);
    }
}
