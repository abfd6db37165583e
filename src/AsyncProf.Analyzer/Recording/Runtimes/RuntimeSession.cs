namespace AsyncProf.Recording.Runtimes;

/// <summary>A session of EventPipe that goes on. The runtime ends it by itself when the connection is closed, at its next write.</summary>
/// <param name="client">The process.</param>
/// <param name="id">What the runtime calls it.</param>
/// <param name="stream">Its events, as NetTrace.</param>
internal sealed class RuntimeSession(RuntimeClient client, long id, Stream stream) : IDisposable
{
    private const byte StopTracing = 1;

    /// <summary>Its events, as NetTrace; ends with it.</summary>
    public Stream Stream => stream;

    /// <summary>Asks the runtime to end it. What it still writes must be read meanwhile: it answers only then.</summary>
    /// <exception cref="RuntimeException">The process has ended, or does not do it.</exception>
    public Task StopAsync(CancellationToken cancellationToken) => client.SendAsync(new RuntimeMessage(RuntimeMessage.EventPipeCommands, StopTracing).Add(id), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
