using System.Diagnostics;
using AsyncProf.Cli.Output;
using AsyncProf.Live;
using AsyncProf.Recording;
using Spectre.Console;

namespace AsyncProf.Cli.Top;

/// <summary>A live table at work.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="console">Where it stands.</param>
internal sealed class TopJob(TopRequest request, CliConsole console)
{
    private const int UsualRows = 20;

    /// <summary>So often it is looked whether the terminal has another size, or the reader of lines has gone.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private readonly TopView _view = new(request.Choice);

    /// <summary>Shows a process until it ends, or somebody ends this.</summary>
    /// <exception cref="RecordingException">It cannot be looked at any more.</exception>
    public async Task RunAsync(LiveSession session, CancellationToken stop)
    {
        IAnsiConsole? terminal = console.IsOutputTerminal && !request.IsPlain ? AnsiConsole.Create(new AnsiConsoleSettings()) : null;
        bool isShown = terminal is { Profile.Capabilities.Ansi: true };
        bool hasEnded = isShown ? await ShowAsync(session, terminal!.Profile.Capabilities.ColorSystem, stop) : await ListAsync(session, stop);
        if (!hasEnded)
            return;
        if (isShown && _view.Shown is not null)
            List(session); // the other screen has gone, and with it the last picture
        console.Tell($"{session.Options.Process} ({session.Options.Pid}) has ended.");
    }

    /// <summary>Writes lines; whether the process has ended.</summary>
    private async Task<bool> ListAsync(LiveSession session, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        bool isStopped = false;
        Task stopping = Task.CompletedTask;
        while (true)
        {
            while (session.Pictures.TryRead(out LiveSnapshot? picture))
            {
                _view.Take(picture);
                List(session);
            }

            bool isOver = stop.IsCancellationRequested || OutputReader.HasGone(console);
            if (!isStopped && (isOver || watch.Elapsed >= request.Duration))
            {
                isStopped = true;
                stopping = session.StopAsync(readsRest: !isOver); // the last window is still on its way
            }

            if (await WaitAsync(session, Left(watch), CancellationToken.None))
                continue;
            await stopping;
            return !isStopped;
        }
    }

    private void List(LiveSession session)
    {
        foreach (string line in new PlainTop(session.Options, request.Top ?? UsualRows).Lines(_view))
            console.List(line);
    }

    /// <summary>Draws on a terminal; whether the process has ended.</summary>
    private async Task<bool> ShowAsync(LiveSession session, ColorSystem colors, CancellationToken stop)
    {
        var screen = new TopScreen(session.Options, request.Top);
        KeyReader? keys = Console.IsInputRedirected ? null : new KeyReader();
        var watch = Stopwatch.StartNew();
        console.Output.Write(TopScreen.Enter);
        try
        {
            (int Width, int Height) drawn = default;
            while (true)
            {
                bool isNew = Size() != drawn;
                while (session.Pictures.TryRead(out LiveSnapshot? picture))
                {
                    _view.Take(picture);
                    isNew |= !_view.IsPaused;
                }

                bool isOver = stop.IsCancellationRequested || watch.Elapsed >= request.Duration;
                while (!isOver && keys is not null && keys.Keys.TryRead(out ConsoleKeyInfo key))
                {
                    TopAct act = _view.Press(key);
                    isOver = act == TopAct.Quit;
                    if (act == TopAct.Reset)
                        session.Forget();
                    isNew = true;
                }

                if (isOver)
                {
                    await session.StopAsync(readsRest: false);
                    return false;
                }

                if (isNew)
                {
                    drawn = Size();
                    console.Output.Write(screen.Draw(_view, drawn.Width, drawn.Height, colors));
                }

                if (!await WaitAsync(session, Left(watch), stop, keys))
                    return true;
            }
        }
        finally
        {
            console.Output.Write(TopScreen.Leave);
        }
    }

    /// <summary>A terminal that does not say how large it is, is as large as any.</summary>
    private static (int Width, int Height) Size() => (Console.WindowWidth, Console.WindowHeight) is ( > 0, > 0) size ? size : (80, 24);

    /// <summary>Waits for a picture, a key, or the next turn; false if no picture will come any more.</summary>
    private static async Task<bool> WaitAsync(LiveSession session, TimeSpan longest, CancellationToken stop, KeyReader? keys = null)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(stop);
        turn.CancelAfter(longest);
        Task<bool> picture = session.Pictures.WaitToReadAsync(turn.Token).AsTask();
        try
        {
            await Task.WhenAny(picture, keys is null ? Task.Delay(Timeout.Infinite, turn.Token) : keys.Keys.WaitToReadAsync(turn.Token).AsTask());
            await turn.CancelAsync();
            return await picture;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private TimeSpan Left(Stopwatch watch)
    {
        TimeSpan left = request.Duration is { } duration && duration > watch.Elapsed ? duration - watch.Elapsed : Turn;
        return left < Turn ? left : Turn;
    }
}
