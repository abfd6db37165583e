using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles.Otlp;

/// <summary>Writes the message <c>AnyValue</c>.</summary>
internal static class OtlpValue
{
    /// <summary>Writes a value: a text, a whole or a floating-point number, or a flag.</summary>
    public static void Write(ProtoWriter into, object value)
    {
        switch (value)
        {
            case bool flag:
                into.OneOf(2, flag ? 1 : 0);
                break;
            case int number:
                into.OneOf(3, number);
                break;
            case long number:
                into.OneOf(3, number);
                break;
            case double number:
                into.Fixed64(4, BitConverter.DoubleToInt64Bits(number));
                break;
            default:
                into.Text(1, (string)value);
                break;
        }
    }
}
