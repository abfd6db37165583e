using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests;

/// <summary>The server as a browser meets it, and as others do.</summary>
public sealed class ViewCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly HttpClient _client = new();
    private Process _tool = null!;
    private Uri _address = null!;

    private string First => Path.Combine(_directory.FullName, "base.pb.gz");

    public async Task InitializeAsync()
    {
        string second = Path.Combine(_directory.FullName, "head.pb.gz");
        GoldenProfiles.Get("sequence").Save(First);
        GoldenProfiles.Get("at-once").Save(second);
        _tool = Tool.Start("view", First, second, "--no-browser");
        _address = new Uri((await _tool.StandardOutput.ReadLineAsync())!);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        if (!_tool.HasExited)
            _tool.Kill();
        await _tool.WaitForExitAsync();
        _tool.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Get_EachFile_IsItsPageWithAMenuOfAll()
    {
        string first = await _client.GetStringAsync(_address), second = await _client.GetStringAsync(new Uri(_address, "../1/"));

        Assert.Contains("<title>base.pb.gz</title>", first, StringComparison.Ordinal);
        Assert.Contains("<title>head.pb.gz</title>", second, StringComparison.Ordinal);
        Assert.Contains("\"files\":[\"base.pb.gz\",\"head.pb.gz\"]", second, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AfterTheFileHasChanged_IsTheNewOne()
    {
        string before = await _client.GetStringAsync(new Uri(_address, "version"));
        GoldenProfiles.Get("recursive").Save(First, overwrite: true);

        string after = await _client.GetStringAsync(new Uri(_address, "version"));
        string page = await _client.GetStringAsync(_address);
        await File.WriteAllTextAsync(First, "half a fi");
        string kept = await _client.GetStringAsync(_address);

        Assert.NotEqual(before, after);
        Assert.Contains("WalkAsync", page, StringComparison.Ordinal);
        Assert.Equal(page, kept);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.NotFound)]
    [InlineData("/00000000000000000000000000000000/0/", HttpStatusCode.NotFound)]
    [InlineData("TOKEN/2/", HttpStatusCode.NotFound)]
    [InlineData("TOKEN/0/etc", HttpStatusCode.NotFound)]
    [InlineData("TOKEN/../../../etc/passwd", HttpStatusCode.NotFound)]
    public async Task Get_WhatIsNotShown_IsNotFound(string path, HttpStatusCode expected)
    {
        string token = Regex.Match(_address.AbsolutePath, "^/[0-9a-f]{32}").Value;

        using HttpResponseMessage answer = await _client.GetAsync(new Uri(_address, path.Replace("TOKEN", token, StringComparison.Ordinal)));

        Assert.Equal(expected, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_ByAnotherHostName_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.Host = $"evil.example:{_address.Port}";

        using HttpResponseMessage answer = await _client.SendAsync(request);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain("<title>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SigTerm_EndsItWell()
    {
        using Process kill = Process.Start("kill", ["-TERM", _tool.Id.ToString(CultureInfo.InvariantCulture)]);

        await _tool.EndedAsync();

        Assert.Equal(0, _tool.ExitCode);
    }
}
