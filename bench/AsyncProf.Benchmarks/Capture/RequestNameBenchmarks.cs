using System.Diagnostics;
using AsyncProf.Capture;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AsyncProf.Benchmarks.Capture;

/// <summary>What naming a request costs: what ASP.NET Core asks and tells its DiagnosticListener in one request, with nobody subscribed and with us.</summary>
[MemoryDiagnoser]
public class RequestNameBenchmarks
{
    private readonly DiagnosticListener _listener = new("Microsoft.AspNetCore");
    private readonly DefaultHttpContext _context = new();
    private RequestListener? _ours;
    private Thread? _reader;
    private volatile bool _stop;

    [Params("off", "on")]
    public string Naming { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _context.Request.Method = "GET";
        _context.SetEndpoint(new RouteEndpoint(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/orders/{id}"), 0, null, null));
        _context.Features.Set<IHttpActivityFeature>(new ActivityFeature { Activity = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn").Start() });
        if (Naming == "off")
            return;
        _ours = new RequestListener(CaptureHub.Instance);
        _reader = new Thread(ReturnChunks) { IsBackground = true };
        _reader.Start();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _ours?.Dispose();
        _stop = true;
        _reader?.Join();
        _listener.Dispose();
    }

    [Benchmark]
    public bool Request()
    {
        bool isOn = _listener.IsEnabled();
        bool activity = isOn && _listener.IsEnabled("Microsoft.AspNetCore.Hosting.HttpRequestIn", _context);
        if (isOn)
            _ = _listener.IsEnabled("Microsoft.AspNetCore.Hosting.BeginRequest");
        Tell("Microsoft.AspNetCore.Routing.EndpointMatched", static context => context);
        Tell("Microsoft.AspNetCore.Hosting.EndRequest", static context => new { httpContext = context, timestamp = 1L });
        return activity;
    }

    private void Tell(string name, Func<HttpContext, object> value)
    {
        if (_listener.IsEnabled() && _listener.IsEnabled(name))
            _listener.Write(name, value(_context));
    }

    private void ReturnChunks()
    {
        CaptureHub.ExcludeThisThread();
        while (!_stop)
        {
            while (CaptureHub.Instance.Pool.Full.TryRead(out EventChunk? chunk))
                CaptureHub.Instance.Pool.Return(chunk);
            Thread.Sleep(1);
        }
    }

    private sealed class ActivityFeature : IHttpActivityFeature
    {
        public required Activity Activity { get; set; }
    }
}
