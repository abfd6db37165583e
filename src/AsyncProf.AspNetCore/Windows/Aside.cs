namespace AsyncProf.Windows;

/// <summary>Runs what belongs to no request and is no operation of the app: not as a task, which profiles would have, and in nobody's flow.</summary>
internal static class Aside
{
    /// <summary>Runs something on the pool.</summary>
    /// <param name="result">What comes of it in the end. What goes wrong is told to who waits for it: nobody else is there to hear it.</param>
    /// <param name="work">What is run.</param>
    public static void Run<T>(TaskCompletionSource<T> result, Action work) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                Fail(result, exception);
            }
        },
        null);

    /// <summary>Tells who waits for something that it went wrong. All of them may have gone, which is no fault of the app that it has to hear of.</summary>
    public static void Fail<T>(TaskCompletionSource<T> result, Exception exception)
    {
        result.TrySetException(exception);
        _ = result.Task.Exception; // looked at
    }
}
