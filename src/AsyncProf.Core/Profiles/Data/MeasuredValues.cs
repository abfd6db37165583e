using System.Text.Json;

namespace AsyncProf.Profiles.Data;

/// <summary>One measure over a recording: a value for each step, not a number where nothing is known of it.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Values">The values, in the unit of the measure.</param>
internal sealed record MeasuredValues(SeriesMeasure Measure, IReadOnlyList<double> Values)
{
    /// <summary>The values that are known.</summary>
    public IEnumerable<double> Known => Values.Where(value => !double.IsNaN(value));

    /// <summary>The step of the largest value, the first of equal ones; -1 where none is known.</summary>
    public int PeakStep
    {
        get
        {
            int peak = -1;
            for (int step = 0; step < Values.Count; step++)
            {
                if (!double.IsNaN(Values[step]) && (peak < 0 || Values[step] > Values[peak]))
                    peak = step;
            }

            return peak;
        }
    }

    /// <summary>Writes the property <c>values</c>: null where nothing is known.</summary>
    public void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStartArray("values");
        foreach (double value in Values)
        {
            if (double.IsNaN(value))
                json.WriteNullValue();
            else
                json.WriteNumberValue(SeriesMeasures.Rounded(value));
        }

        json.WriteEndArray();
    }
}
