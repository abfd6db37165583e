namespace Edges.Forgotten;

/// <summary>A method without a task.</summary>
internal static class VoidCall
{
    public static Pattern Pattern { get; } = new(nameof(VoidCall), VoidCallAsync, "", "VoidCallWorkAsync > VoidCallLoadAsync")
    {
        Leaves = ["completed by", "TaskCompletionSource"],
        May = ["VoidCallAsync > VoidCallWorkAsync", " > VoidCallWorkAsync"],
    };

    private static async Task VoidCallAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        var done = new TaskCompletionSource();
        VoidCallWorkAsync(done);
        await done.Task;
    }

    private static async void VoidCallWorkAsync(TaskCompletionSource done)
    {
        await VoidCallLoadAsync();
        done.SetResult();
    }

    private static async Task VoidCallLoadAsync() => await Task.Delay(30);
}
