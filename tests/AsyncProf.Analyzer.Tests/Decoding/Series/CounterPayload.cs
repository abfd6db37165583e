using System.Text;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

/// <summary>Events of event counters, as <see cref="System.Diagnostics.Tracing.EventCounter"/> writes them.</summary>
internal static class CounterPayload
{
    public static byte[] Mean(string name, double mean, float seconds = 1, string type = "Mean") =>
    [
        .. Text(name), .. Text("Display"), .. BitConverter.GetBytes(mean), .. BitConverter.GetBytes(0.0), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(mean), .. BitConverter.GetBytes(mean),
        .. BitConverter.GetBytes(seconds), .. Text("Interval=1000"), .. Text(type), .. Text(""), .. Text("MB"),
    ];

    public static byte[] Increment(string name, double increment, float seconds = 1) =>
        [.. Text(name), .. Text("Display"), .. Text("00:00:01"), .. BitConverter.GetBytes(increment), .. BitConverter.GetBytes(seconds), .. Text(""), .. Text("Interval=1000"), .. Text("Sum"), .. Text("B")];

    private static byte[] Text(string text) => Encoding.Unicode.GetBytes(text + "\0");
}
